import { StandinError } from '../../../core/error.ts'
import type { CopyConnection } from './connection.ts'
import { append, type Incoming, incoming, isFull } from './incoming.ts'

const copyData = 100 // 'd'

/** The rows of a COPY … TO STDOUT, as they arrive. */
export interface CopyOut {
  readonly connection: CopyConnection
  readonly incoming: Incoming
  /** Where the content of the message lies that `nextMessage` has come to, in `incoming.bytes`. */
  start: number
  end: number
  /** Waits until more has arrived. False when all has. Throws what the server or the driver says. */
  more(): Promise<boolean>
}

/**
 * Starts a COPY whose rows are taken off the socket as blocks of bytes. Of the messages, only those that hold rows are
 * looked at; all others are the driver's. The connection is free again when `more` has returned false.
 */
export function startCopyOut(connection: CopyConnection, sql: string, store: Incoming = incoming()): CopyOut {
  let wake: (() => void) | undefined
  let ended = false
  let failure: unknown
  const settle = (thrown?: unknown): void => {
    ended = true
    failure ??= thrown
    connection.tap(undefined)
    // The last rows may have filled the buffer; a paused socket would never see the server's goodbye.
    if (connection.socket.isPaused()) connection.socket.resume()
    wake?.()
  }
  const ignore = () => undefined
  connection.client.query({
    submit: (driver: { query(text: string): void }) => driver.query(sql),
    handleError: settle,
    handleReadyForQuery: () => settle(),
    handleCommandComplete: ignore,
    handleRowDescription: ignore,
    handleDataRow: ignore,
    handleEmptyQuery: ignore,
    handlePortalSuspended: ignore,
    handleCopyData: ignore,
    handleCopyInResponse: ignore,
  } as never)
  store.head = 0
  store.tail = 0
  connection.tap((bytes) => {
    append(store, bytes)
    if (isFull(store)) connection.socket.pause()
    wake?.()
  })

  return {
    connection,
    incoming: store,
    start: 0,
    end: 0,
    async more() {
      if (!ended) {
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        if (connection.socket.isPaused()) connection.socket.resume()
        await promise
        wake = undefined
      }
      if (failure !== undefined) throw failure
      return !ended
    },
  }
}

/**
 * Goes to the next message that holds rows, as far as they have arrived; false where none has. The server sends one message
 * for each row; the first one of the binary format begins with the header.
 */
export function nextMessage(copy: CopyOut): boolean {
  const { incoming } = copy
  for (;;) {
    const { bytes, view, head, tail } = incoming
    if (head + 5 > tail) return false
    const length = view.getInt32(head + 1)
    if (length < 4) throw garbledMessages()
    const end = head + 1 + length
    if (end > tail) return false
    incoming.head = end
    if (bytes[head] === copyData) {
      copy.start = head + 5
      copy.end = end
      return true
    }
    copy.connection.giveBack(Buffer.from(bytes.subarray(head, end)))
  }
}

function garbledMessages(): StandinError {
  return new StandinError('environment', { code: 'source.garbled', message: 'the source sends garbled data' })
}
