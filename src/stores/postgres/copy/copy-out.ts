import { StandinError } from '../../../core/error.ts'
import type { CopyConnection } from './connection.ts'
import { append, type Incoming, incoming, isFull } from './incoming.ts'

const copyData = 100 // 'd'

/** The rows of a COPY … TO STDOUT, as they arrive. */
export interface CopyOut {
  readonly incoming: Incoming
  /**
   * Gives the contents of messages to `take`, in order, as far as they have arrived and until it returns false. The
   * server sends one message for each row; the first one of the binary format begins with the header.
   */
  drain(take: (start: number, end: number) => boolean): void
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
    incoming: store,
    drain(take) {
      for (;;) {
        const { bytes, view, head, tail } = store
        if (head + 5 > tail) return
        const length = view.getInt32(head + 1)
        if (length < 4) throw garbledMessages()
        const end = head + 1 + length
        if (end > tail) return
        store.head = end
        if (bytes[head] !== copyData) connection.giveBack(Buffer.from(bytes.subarray(head, end)))
        else if (!take(head + 5, end)) return
      }
    },
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

function garbledMessages(): StandinError {
  return new StandinError('environment', { code: 'source.garbled', message: 'the source sends garbled data' })
}
