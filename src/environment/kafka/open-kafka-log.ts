import { createHash } from 'node:crypto'
import { hostname, userInfo } from 'node:os'
import { basename, dirname } from 'node:path'
import { openAll } from '../../core/disposal.ts'
import type { StandinError } from '../../core/error.ts'
import type { MessageLog } from '../../core/message-log.ts'
import { livingRuns } from '../abandoned.ts'
import { refuseUnlessTest, testMarker } from '../external/not-a-test-system.ts'
import { runDirectoryPrefix } from '../run-directory.ts'
import { openClients } from './clients.ts'
import type { KafkaAddress } from './kafka-address.ts'
import { kafkaGuard } from './kafka-failure.ts'
import { type KafkaLogOptions, kafkaLog } from './kafka-log.ts'
import { removeByPrefix } from './kafka-topics.ts'

export interface OpenKafkaLogOptions extends Pick<KafkaLogOptions, 'clock' | 'onPublished' | 'onDelivered'> {
  address: KafkaAddress
  /** Of this run: its topics and groups are named after it. */
  runDirectory: string
  /** Of this log: a run may have several, one after the other or beside each other. */
  token: string
  /** It is a test system: ours, or the user has said so. */
  isKnown: boolean
  /** Told once when the broker does not answer any more. */
  onLost(lost: StandinError): void
}

/**
 * Opens a message log on somebody else's Kafka, and deletes topics of runs of this machine and user that were killed.
 * Throws before anything is written: `external.unmarked`, `external.not-test`, `log.unreachable`.
 */
export function openKafkaLog(options: OpenKafkaLogOptions): Promise<MessageLog> {
  const { address, runDirectory, token, isKnown, onLost } = options
  return openAll(async (opened) => {
    const guard = kafkaGuard(address.brokers.join(','), onLost)
    const clients = await openClients(address, guard.fail)
    opened.defer(clients.close)
    const topics = await guard.run(() => clients.admin.listTopics())
    const marker = topics.find((topic) => topic.startsWith(`${testMarker}_`))
    refuseUnlessTest(
      { system: 'broker', isKnown },
      'message broker',
      marker?.slice(testMarker.length + 1),
      `Mark it: create the topic ${testMarker}_test`,
    )
    const own = ownPrefix(dirname(runDirectory))
    const living = (await livingRuns(dirname(runDirectory))).map(({ path }) => prefixOf(own, path))
    const abandoned = topics.flatMap((topic) => new RegExp(`^${own}\\w{6}-`).exec(topic)?.[0] ?? [])
    await guard.run(() =>
      removeByPrefix(
        clients,
        [...new Set(abandoned)].filter((prefix) => !living.includes(prefix)),
      ),
    )
    return kafkaLog({ ...options, clients, guard, prefix: `${prefixOf(own, runDirectory)}${token}-` })
  })
}

/** Of all runs of a user on this machine whose directories lie beside each other, so that they know who lives. */
function ownPrefix(temporaryDirectory: string): string {
  const place = [hostname(), userInfo().uid, temporaryDirectory].join('\0')
  return `standin-${createHash('sha256').update(place).digest('hex').slice(0, 8)}-`
}

function prefixOf(own: string, runDirectory: string): string {
  return `${own}${basename(runDirectory).slice(runDirectoryPrefix.length)}-`
}
