import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { messageOf, usageError } from '../../core/error.ts'
import { images } from '../../environment/container/image-name.ts'
import type { KafkaAddress } from '../../environment/kafka/kafka-address.ts'
import type { LogDeclaration } from '../../landscape/format.ts'
import type { Configuration } from '../requests.ts'
import type { Hosting } from './hosting.ts'
import { isReused } from './store-place.ts'

/** A Kafka that the topics of a run are on. */
export interface Broker {
  address: KafkaAddress
  /** It is there for tests. */
  isKnown: boolean
}

/** Finds or starts the broker that the landscape puts its topics on; gives nothing where they are within standin. */
export async function openBroker({ file, configuration, containers }: Hosting): Promise<Broker | undefined> {
  const declared = file.systems.broker?.log
  if (declared === undefined) return undefined
  const { url, image = images.kafka } = declared
  if (url !== undefined) {
    return { address: await addressOf(url, declared, configuration), isKnown: configuration.iKnow === true }
  }
  const { startKafkaContainer } = await import('../../environment/container/kafka-container.ts')
  const { address } = await startKafkaContainer(await containers(), { image, reuse: isReused(file, declared) })
  return { address: { brokers: [address] }, isKnown: true }
}

async function addressOf(
  url: string,
  { tls = false, ca, user, password, mechanism = 'PLAIN' }: LogDeclaration,
  configuration: Configuration,
): Promise<KafkaAddress> {
  return {
    brokers: url.split(','),
    ...((tls || ca !== undefined) && { tls: ca === undefined ? {} : { ca: await authority(ca, configuration) } }),
    ...(user !== undefined && { login: { mechanism, user, password: password ?? '' } }),
  }
}

/** A path is meant from the landscape's file. */
async function authority(path: string, { landscapeFile, workingDirectory }: Configuration): Promise<string> {
  const from = landscapeFile === undefined ? workingDirectory : dirname(landscapeFile)
  return readFile(resolve(from, path), 'utf8').catch((thrown: unknown) => {
    throw usageError({
      code: 'landscape.log',
      message: `cannot read the authority of the broker: ${messageOf(thrown)}`,
    })
  })
}
