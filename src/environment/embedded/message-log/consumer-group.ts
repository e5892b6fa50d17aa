import { StandinError } from '../../../core/error.ts'
import type { Message, Position } from '../../../core/message-log.ts'
import { type Assignable, assign } from './assignment.ts'
import type { Topic } from './topic.ts'

/** One reader of a group. */
export interface Member {
  readonly topics: ReadonlySet<string>
  /** Where it reads next, for each partition that it has. */
  readonly positions: Map<string, number>
}

/** What a group has done, and which of its members reads what. */
export interface ConsumerGroup {
  join(topics: readonly Topic[]): Member
  leave(member: Member): void
  /** The next messages of the member's partitions, taken in turns; moves on behind them. */
  take(member: Member, max: number): Message[]
  /** Throws `log.partition-lost`, and remembers none of the positions then. */
  commit(member: Member, positions: readonly Position[]): void
  rewind(member: Member): void
  lag(): number
  /** Where it reads on, by partition. */
  committed(): Map<string, number>
}

export function createGroup(name: string, before: ReadonlyMap<string, number> = new Map()): ConsumerGroup {
  const topics = new Map<string, Topic>()
  const members: Member[] = []
  const committed = new Map(before)
  let owners = new Map<string, Member>()
  let turn = 0

  const done = (key: string): number => committed.get(key) ?? 0

  const partitions = (): (Assignable<Member> & { messages: Message[] })[] =>
    [...topics.values()].flatMap(({ name: topic, partitions: kept }) =>
      kept.map((messages, partition) => {
        const key = partitionKey(topic, partition)
        return { key, topic, messages, owner: owners.get(key) }
      }),
    )

  const rebalance = (): void => {
    owners = assign(partitions(), members)
    for (const member of members) {
      for (const key of member.positions.keys()) if (owners.get(key) !== member) member.positions.delete(key)
    }
    for (const [key, owner] of owners) if (!owner.positions.has(key)) owner.positions.set(key, done(key))
  }

  return {
    join(joined) {
      for (const topic of joined) topics.set(topic.name, topic)
      const member: Member = { topics: new Set(joined.map((topic) => topic.name)), positions: new Map() }
      members.push(member)
      rebalance()
      return member
    },
    leave(member) {
      const index = members.indexOf(member)
      if (index >= 0) members.splice(index, 1)
      member.positions.clear()
      rebalance()
    },
    take(member, max) {
      const taken: Message[] = []
      const own = partitions().filter(({ owner }) => owner === member)
      for (let step = 0; step < own.length && taken.length < max; step++) {
        const { key, messages } = own[(turn + step) % own.length] as (typeof own)[number]
        const position = member.positions.get(key) ?? 0
        const next = messages.slice(position, position + max - taken.length)
        member.positions.set(key, position + next.length)
        taken.push(...next)
      }
      turn++
      return taken
    },
    commit(member, positions) {
      for (const position of positions) check(name, position, topics.get(position.topic), owners, member)
      for (const { topic, partition, offset } of positions) committed.set(partitionKey(topic, partition), offset)
    },
    rewind(member) {
      for (const key of member.positions.keys()) member.positions.set(key, done(key))
    },
    committed: () => new Map(committed),
    lag: () => partitions().reduce((sum, { key, messages }) => sum + messages.length - done(key), 0),
  }
}

function check(
  group: string,
  { topic, partition, offset }: Position,
  known: Topic | undefined,
  owners: ReadonlyMap<string, Member>,
  member: Member,
): void {
  const place = `${topic}/${partition}`
  if (owners.get(partitionKey(topic, partition)) !== member) {
    throw new StandinError('environment', {
      code: 'log.partition-lost',
      message: `group "${group}": the partition ${place} belongs to another member now`,
      remedy: 'Drop the work on it: its new reader gets the messages that were not committed.',
    })
  }
  const end = known?.partitions[partition]?.length ?? 0
  if (!Number.isInteger(offset) || offset < 0 || offset > end) {
    throw new StandinError('usage', {
      code: 'log.offset-out-of-range',
      message: `group "${group}": ${place} has offsets from 0 to ${end}, not ${offset}`,
    })
  }
}

function partitionKey(topic: string, partition: number): string {
  return `${topic}/${partition}`
}
