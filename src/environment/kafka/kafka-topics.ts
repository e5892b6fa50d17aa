import { setTimeout as pause } from 'node:timers/promises'
import type { KafkaClients } from './clients.ts'

/** Kept whatever the landscape's time is: messages carry it, and it may be far from the broker's. */
const kept = [
  { name: 'retention.ms', value: '-1' },
  { name: 'retention.bytes', value: '-1' },
  { name: 'cleanup.policy', value: 'delete' },
  { name: 'message.timestamp.type', value: 'CreateTime' },
]
const mostTries = 20
const anyTime = String(2n ** 63n - 1n)
/** Kafka 3.6 and later, and before. */
const timeLimits = [
  ['message.timestamp.before.max.ms', 'message.timestamp.after.max.ms'],
  ['message.timestamp.difference.max.ms'],
]

/** Makes a topic, and waits until brokers lead its partitions. */
export async function makeTopic({ admin, reader }: KafkaClients, topic: string, partitions: number): Promise<void> {
  const [newer = [], older = []] = timeLimits
  const make = (limits: readonly string[]): Promise<unknown> =>
    admin.createTopics({
      topics: [topic],
      partitions,
      replicas: -1,
      configs: [...kept, ...limits.map((name) => ({ name, value: anyTime }))],
    })
  await make(newer).catch((thrown: unknown) => {
    if (!saysOfAny(thrown, 'INVALID_CONFIG')) throw thrown
    return make(older)
  })
  for (let tries = 0; ; tries++) {
    try {
      const known = await admin.metadata({ topics: [topic], forceUpdate: true })
      const leaders = known.topics.get(topic)?.partitions ?? []
      if (leaders.length === partitions && leaders.every(({ leader }) => leader >= 0)) {
        // A broker that leads a partition may not know it yet.
        await reader.listOffsets({ topics: [topic] })
        return
      }
    } catch (thrown) {
      if (tries >= mostTries) throw thrown
    }
    await pause(20)
  }
}

/** Removes groups and topics by the beginning of their names, with members of groups that were killed. */
export async function removeByPrefix({ admin }: KafkaClients, prefixes: readonly string[]): Promise<void> {
  if (prefixes.length === 0) return
  const isMeant = (name: string): boolean => prefixes.some((prefix) => name.startsWith(prefix))
  const groups = [...(await admin.listGroups()).keys()].filter(isMeant)
  for (const groupId of groups) await admin.removeMembersFromConsumerGroup({ groupId, members: null })
  if (groups.length > 0) await admin.deleteGroups({ groups })
  const topics = (await admin.listTopics()).filter(isMeant)
  if (topics.length > 0) await admin.deleteTopics({ topics })
}

/** Whether an answer of the broker, or one of several, has this code. */
function saysOfAny(thrown: unknown, apiId: string): boolean {
  if ((thrown as { apiId?: unknown } | null)?.apiId === apiId) return true
  if (thrown instanceof AggregateError) return thrown.errors.some((one) => saysOfAny(one, apiId))
  return thrown instanceof Error && thrown.cause !== undefined && saysOfAny(thrown.cause, apiId)
}
