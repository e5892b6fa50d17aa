import { subscribe } from 'node:diagnostics_channel'
import type { EventEmitter } from 'node:events'
import type { Admin, Consumer, Producer } from '@platformatic/kafka'
import { environmentError } from '../../core/error.ts'
import type { KafkaAddress } from './kafka-address.ts'

/** Connections to one cluster, under the client's own types. */
export interface KafkaClients {
  admin: Admin
  producer: Producer
  /** Of transactions; one that dies within one is succeeded by the next one of this name. */
  transactional(name: string): Producer
  /** Reads without a group. */
  reader: Consumer
  member(group: string): Consumer
  close(): Promise<void>
}

/** Milliseconds. */
const connectTimeout = 3_000
const requestTimeout = 10_000
const retryDelay = 200
const heartbeatInterval = 250
const sessionTimeout = 30_000

const readCommitted = 1

/** A transaction has to wait until the one before it has been written to the end, which takes the broker milliseconds. */
const transactions = { retries: 200, retryDelay: 10 }

/**
 * The client listens to one error of each connection, and tells whoever waits for an answer. TLS sockets tell two: without
 * a listener, the second one would end the process.
 */
const ignore = () => undefined
subscribe('tracing:plt:kafka:connections:connects:start', (message) => {
  const { connection } = message as { connection?: EventEmitter }
  if (connection?.listeners('error').includes(ignore) === false) connection.on('error', ignore)
})

/** Loads the package that speaks Kafka's protocol; it is there only where somebody has installed it. Throws `log.no-client`. */
export async function loadClient(): Promise<typeof import('@platformatic/kafka')> {
  return import('@platformatic/kafka').catch((cause: unknown) => {
    const message = 'message logs on Kafka need the package @platformatic/kafka, which is not installed'
    throw environmentError({ code: 'log.no-client', message, remedy: 'npm install @platformatic/kafka' }, cause)
  })
}

/** Connects with the first request. `onError` is told of what fails while nobody waits for it. */
export async function openClients(address: KafkaAddress, onError: (thrown: unknown) => void): Promise<KafkaClients> {
  const kafka = await loadClient()
  const { login, tls } = address
  const base = {
    clientId: 'standin',
    bootstrapBrokers: [...address.brokers],
    connectTimeout,
    requestTimeout,
    retries: 10,
    retryDelay,
    ...(tls && { tls: { ...(tls.ca !== undefined && { ca: tls.ca }) } }),
    ...(login && { sasl: { mechanism: login.mechanism, username: login.user, password: login.password } }),
  }
  const grouped = {
    heartbeatInterval,
    sessionTimeout,
    rebalanceTimeout: sessionTimeout,
    isolationLevel: readCommitted,
  }
  const opened: (Admin | Producer | Consumer)[] = []
  const open = <Client extends Admin | Producer | Consumer>(client: Client): Client => {
    // Without a listener an error in the background would end the process.
    ;(client as Admin).on('error' as never, onError as never)
    opened.push(client)
    return client
  }
  return {
    admin: open(new kafka.Admin(base)),
    producer: open(new kafka.Producer({ ...base, idempotent: true, acks: -1 })),
    transactional: (transactionalId) =>
      open(new kafka.Producer({ ...base, ...transactions, idempotent: true, acks: -1, transactionalId })),
    reader: open(new kafka.Consumer({ ...base, ...grouped, groupId: 'standin' })),
    member: (groupId) => open(new kafka.Consumer({ ...base, ...grouped, groupId })),
    close: async () => void (await Promise.allSettled(opened.map((client) => client.close()))),
  }
}
