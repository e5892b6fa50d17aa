import { openCopyConnection } from '../../../src/stores/postgres/copy/connection.ts'
import { copyIn } from '../../../src/stores/postgres/copy/copy-in.ts'
import { never } from './plain-copy.ts'

const copyBlock = /^COPY (\S+) \((.*)\) FROM stdin;\n([\s\S]*?)^\\\.\n/gm

/** Runs a script of pg_dump with the rows in it, as psql would. */
export async function loadPlainDump(url: string, script: string): Promise<void> {
  const connection = await openCopyConnection(url, 'standin-test')
  try {
    let end = 0
    for (const found of script.matchAll(copyBlock)) {
      const [block, table = '', columns = '', text = ''] = found
      await connection.client.query(script.slice(end, found.index))
      const into = {
        into: table,
        columns: columns.split(', ').map((name) => name.replaceAll('"', '')),
        encoding: 'copy-text',
        table,
      }
      const rows = text.split('\n').length - 1
      const batches = (async function* () {
        if (rows > 0) yield { bytes: Buffer.from(text), rows }
      })()
      await copyIn(connection, into, batches, async () => undefined, never)
      end = found.index + block.length
    }
    await connection.client.query(script.slice(end))
  } finally {
    connection.destroy()
  }
}
