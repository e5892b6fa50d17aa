import type { Duplex } from 'node:stream'
import pg from 'pg'

/** A connection that the driver has signed in, and that another program goes on with. */
export interface Relay {
  /** Takes a part of what the program sends; gives the server's whole answer once it waits for one, else nothing. */
  exchange(request: Uint8Array): Promise<Uint8Array>
  close(): void
}

const startUp = 196_608 // protocol 3.0
const wantsTls = 80_877_103
const wantsGss = 80_877_104
const refused = Buffer.from('N')
const signedIn = Buffer.from([82, 0, 0, 0, 8, 0, 0, 0, 0]) // 'R', AuthenticationOk
const backendKey = Buffer.from([75, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0]) // 'K'; nothing is cancelled by it
const ready = Buffer.from([90, 0, 0, 0, 5, 73]) // 'Z', idle
const nothing = new Uint8Array()

/** Query, Sync and FunctionCall: the server ends its answer to them with ReadyForQuery. */
const answered = new Set([81, 83, 70])

/**
 * Opens a connection for a program that cannot sign in by itself: its start-up message is answered here, with what the
 * server said to the driver. Throws what the driver throws.
 */
export async function openRelay(url: string, applicationName: string): Promise<Relay> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName })
  client.on('error', () => undefined)
  const { connection } = client as unknown as { connection: { stream: Duplex } & NodeJS.EventEmitter }
  const parameters = new Map<string, string>()
  connection.on('parameterStatus', (said: { parameterName: string; parameterValue: string }) => {
    parameters.set(said.parameterName, said.parameterValue)
  })
  await client.connect()
  // How literals are written in the dump follows this setting.
  await client.query('set standard_conforming_strings = on')
  const socket = connection.stream
  socket.removeAllListeners('data')
  const answers = answersOf(socket)
  let pending = Buffer.alloc(0)
  let started = false
  return {
    async exchange(request) {
      pending = Buffer.concat([pending, request])
      let waits = false
      for (let size = messageSize(pending, started); size !== undefined; size = messageSize(pending, started)) {
        const message = pending.subarray(0, size)
        pending = pending.subarray(size)
        if (!started) {
          const kind = message.readInt32BE(4)
          if (kind === wantsTls || kind === wantsGss) return refused
          if (kind < startUp) return nothing
          started = true
          return Buffer.concat([signedIn, ...[...parameters].map(parameterStatus), backendKey, ready])
        }
        socket.write(message)
        waits ||= answered.has(message[0] as number)
      }
      return waits ? answers.next() : nothing
    },
    close: () => void socket.destroy(),
  }
}

/** How long the first message is, when all of it is there. The first one of a connection has no type. */
function messageSize(bytes: Buffer, typed: boolean): number | undefined {
  const head = typed ? 1 : 0
  if (bytes.length < head + 4) return undefined
  const size = head + bytes.readInt32BE(head)
  return bytes.length < size ? undefined : size
}

function parameterStatus([name, value]: [string, string]): Buffer {
  const content = Buffer.from(`${name}\0${value}\0`)
  const head = Buffer.alloc(5, 'S')
  head.writeInt32BE(content.length + 4, 1)
  return Buffer.concat([head, content])
}

/** The server's messages up to each ReadyForQuery; what there is, when the connection ends. */
function answersOf(socket: Duplex): { next(): Promise<Uint8Array> } {
  let received: Buffer[] = []
  let unread = Buffer.alloc(0)
  let ended = false
  let wake: (() => void) | undefined
  const complete: Uint8Array[] = []
  socket.on('data', (bytes: Buffer) => {
    unread = Buffer.concat([unread, bytes])
    for (let size = messageSize(unread, true); size !== undefined; size = messageSize(unread, true)) {
      received.push(Buffer.from(unread.subarray(0, size)))
      const last = unread[0] === ready[0]
      unread = unread.subarray(size)
      if (!last) continue
      complete.push(Buffer.concat(received))
      received = []
    }
    wake?.()
  })
  socket.on('close', () => {
    ended = true
    wake?.()
  })
  return {
    async next() {
      while (complete.length === 0 && !ended) {
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        await promise
      }
      return complete.shift() ?? Buffer.concat(received)
    },
  }
}
