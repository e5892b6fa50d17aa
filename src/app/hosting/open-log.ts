import type { Clock } from '../../core/clock.ts'
import type { StandinError } from '../../core/error.ts'
import type { MessageLog } from '../../core/message-log.ts'
import type { LogContents } from '../../environment/embedded/message-log/contents.ts'
import { embeddedMessageLog } from '../../environment/embedded/message-log/message-log.ts'
import type { TrafficEvents } from '../traffic-events.ts'
import type { Broker } from './broker.ts'
import type { Hosting } from './hosting.ts'

/** A log that may be able to say all that is in it. */
export interface OpenedLog extends MessageLog {
  contents?(): LogContents
}

/**
 * Opens the message log on a broker, or within standin. Closing it leaves nothing of the run. `onLost` is told when its
 * broker has gone away.
 */
export async function openLog(
  { directory, newSecret }: Pick<Hosting, 'directory' | 'newSecret'>,
  broker: Broker | undefined,
  clock: Clock,
  traffic: TrafficEvents,
  onLost: (lost: StandinError) => void,
  contents?: LogContents,
): Promise<OpenedLog> {
  const events = { onPublished: traffic.published, ...(traffic.delivered && { onDelivered: traffic.delivered }) }
  if (broker === undefined) return embeddedMessageLog({ clock, ...(contents && { contents }), ...events })
  const { openKafkaLog } = await import('../../environment/kafka/open-kafka-log.ts')
  return openKafkaLog({
    ...broker,
    runDirectory: directory,
    token: newSecret().slice(0, 8),
    clock,
    onLost,
    ...events,
  })
}
