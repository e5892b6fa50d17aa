import { loadClient, openClients } from '../kafka/clients.ts'
import type { ContainerHost } from './container-host.ts'
import type { Address } from './container-spec.ts'
import { portAnswers } from './port-answers.ts'

export interface KafkaContainerOptions {
  /** Has to take the settings of the broker from `KAFKA_…`, as the official image does. */
  image: string
  /** Leaves the broker for the next run. */
  reuse: boolean
}

export interface KafkaContainer extends AsyncDisposable {
  /** `HOST:PORT`, for any client on this machine. */
  address: string
}

const port = 9_092
const controllerPort = 9_093

/** One broker that is its own controller (KRaft). Its own listener is for what it says to itself. */
const settings = {
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_LISTENERS: `CLIENTS://:${port},OWN://:9094,CONTROLLER://:${controllerPort}`,
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CLIENTS:PLAINTEXT,OWN:PLAINTEXT,CONTROLLER:PLAINTEXT',
  KAFKA_INTER_BROKER_LISTENER_NAME: 'OWN',
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_CONTROLLER_QUORUM_VOTERS: `1@localhost:${controllerPort}`,
  KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '4',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
  KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
}

/** Starts a Kafka in a container, with no topics. Throws `log.no-client` and `container.*`. */
export async function startKafkaContainer(
  host: ContainerHost,
  { image, reuse }: KafkaContainerOptions,
): Promise<KafkaContainer> {
  await loadClient()
  const addressAt = (at: Address): string => `${at.host}:${at.port(port)}`
  const container = await host.start({
    name: 'kafka-log',
    image,
    ports: [port],
    environment: settings,
    // A client asks any broker where the brokers are, and goes on there.
    announcing: (address) => ({ KAFKA_ADVERTISED_LISTENERS: `CLIENTS://${address},OWN://localhost:9094` }),
    waitFor: { answers: async (at) => (await portAnswers(at.host, at.port(port))) && (await answers(addressAt(at))) },
    reuse,
  })
  return { address: addressAt(container), [Symbol.asyncDispose]: container[Symbol.asyncDispose] }
}

async function answers(address: string): Promise<boolean> {
  const clients = await openClients({ brokers: [address] }, () => undefined)
  try {
    await clients.admin.listTopics()
    return true
  } catch {
    return false
  } finally {
    await clients.close()
  }
}
