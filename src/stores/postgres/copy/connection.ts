import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import pg from 'pg'

/** How many bytes are taken off a socket at once. */
const readSize = 128 * 1024

/** Takes what the server sends. The bytes are overwritten by the next ones. */
export type Tap = (bytes: Uint8Array) => void

/** A connection whose bytes can be taken past the driver. Signing in, TLS and ordinary queries are the driver's. */
export interface CopyConnection {
  readonly client: pg.Client
  /** Where requests are written to, once the connection stands. */
  readonly socket: Duplex
  /** From now on, what the server sends goes to `tap`; `undefined` gives it back to the driver. */
  tap(tap: Tap | undefined): void
  /** Hands bytes to the driver that a tap has taken and does not want. They have to stay as they are. */
  giveBack(bytes: Buffer): void
  /** Ends the connection at once. What runs on it fails on the server. */
  destroy(): void
  /** Whether it can still be used. */
  readonly alive: boolean
}

/** What the sessions of a transfer have in common, so that a value is written and read in one way only. */
const settings = {
  client_encoding: 'UTF8',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  lc_monetary: 'C',
  extra_float_digits: '3',
  bytea_output: 'hex',
  xmloption: 'content',
  row_security: 'off',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  transaction_timeout: '0',
  synchronize_seqscans: 'off',
  max_parallel_workers_per_gather: '0',
  search_path: '',
}

/** Those that the server's version has. */
const applySettings = `
  select pg_catalog.set_config(known.name, wanted.value, false)
  from unnest($1::text[], $2::text[]) as wanted (name, value)
  join pg_catalog.pg_settings known on known.name = wanted.name`

/** Opens a connection with the settings of a transfer. Throws what the driver throws. */
export async function openCopyConnection(url: string, applicationName: string): Promise<CopyConnection> {
  let tapped: Tap | undefined
  let driver: ((bytes: Buffer) => void)[] | undefined
  let alive = true
  const deliver = (bytes: Uint8Array): void => {
    if (tapped !== undefined) tapped(bytes)
    // The driver keeps what it is given, so it gets a copy.
    else for (const listener of driver ?? []) listener(Buffer.from(bytes))
  }
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    // One buffer for all reads: without it, Node allocates one for each.
    stream: () => {
      const buffer = Buffer.allocUnsafeSlow(readSize)
      const socket: Socket = new Socket({
        onread: {
          buffer,
          callback(length) {
            const bytes = buffer.subarray(0, length)
            if (driver === undefined) socket.emit('data', Buffer.from(bytes))
            else deliver(bytes)
            return true
          },
        },
      })
      return socket
    },
  })
  const end = () => {
    alive = false
  }
  // Whoever waits for an answer learns of a broken connection by that; nobody else has to.
  client.on('error', end)
  client.on('end', end)
  await client.connect()
  const socket = (client as unknown as { connection: { stream: Duplex } }).connection.stream
  driver = socket.listeners('data') as ((bytes: Buffer) => void)[]
  socket.removeAllListeners('data')
  // A socket of ours calls `deliver` itself; one with TLS emits what it has decrypted.
  socket.on('data', deliver)
  await client.query(applySettings, [Object.keys(settings), Object.values(settings)])
  return {
    client,
    socket,
    tap(tap) {
      tapped = tap
    },
    giveBack(bytes) {
      for (const listener of driver) listener(bytes)
    },
    destroy() {
      alive = false
      socket.destroy()
    },
    get alive() {
      return alive
    },
  }
}
