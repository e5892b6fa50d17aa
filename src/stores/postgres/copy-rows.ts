import type pg from 'pg'

/** The part of the driver's connection that COPY needs. */
interface Connection {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

const chunkLength = 64 * 1024

/** Sends text to `COPY … FROM STDIN` over a connection of the driver, and gives the number of rows. Throws what the driver throws. */
export function copyRows(client: pg.PoolClient, statement: string, chunks: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined
    let count = 0
    const ignore = (): void => undefined
    // What the driver asks of a query of somebody else's making.
    const query = {
      submit: (connection: Connection) => connection.query(statement),
      handleCopyInResponse(connection: Connection) {
        for (const chunk of chunks) connection.sendCopyFromChunk(Buffer.from(chunk))
        connection.endCopyFrom()
      },
      handleCommandComplete({ text }: { text: string }) {
        count = Number(/^COPY (\d+)/.exec(text)?.[1] ?? 0)
      },
      handleError(error: Error) {
        failure = error
        reject(error)
      },
      handleReadyForQuery() {
        if (failure === undefined) resolve(count)
      },
      handleRowDescription: ignore,
      handleDataRow: ignore,
      handlePortalSuspended: ignore,
      handleEmptyQuery: ignore,
      handleCopyData: ignore,
    }
    client.query(query as unknown as pg.Submittable)
  })
}

/** Rows in COPY's text format: a row a line, a tab between values, `\N` for null. */
export function* copyText(rows: Iterable<readonly (string | null)[]>): Generator<string> {
  let chunk = ''
  for (const row of rows) {
    for (let index = 0; index < row.length; index++) {
      const value = row[index]
      if (index > 0) chunk += '\t'
      chunk += value === null || value === undefined ? '\\N' : escaped(value)
    }
    chunk += '\n'
    if (chunk.length < chunkLength) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

const special = /[\\\t\n\r]/

function escaped(value: string): string {
  if (!special.test(value)) return value
  return value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}
