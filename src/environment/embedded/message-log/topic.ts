import type { Instant } from '../../../core/clock.ts'
import { isJsonObject, type Json } from '../../../core/json.ts'
import type { Message, NewMessage, Position } from '../../../core/message-log.ts'
import { partitionOf } from './partitioner.ts'

/** The messages of one topic. */
export interface Topic {
  readonly name: string
  /** By partition, then by offset. Messages are frozen: nobody can change what is stored. */
  readonly partitions: readonly Message[][]
  /** Stores messages and says where they are. */
  append(messages: readonly NewMessage[], timestamp: Instant): { stored: Message[]; positions: Position[] }
}

/** `before` are messages that it begins with, by partition. */
export function createTopic(name: string, count: number, before: readonly (readonly Message[])[] = []): Topic {
  const partitions: Message[][] = Array.from({ length: count }, (_, partition) => [...(before[partition] ?? [])])
  let withoutKey = 0
  return {
    name,
    partitions,
    append(messages, timestamp) {
      const stored = messages.map(({ key, value, headers = {} }) => {
        const partition = key === null ? withoutKey++ % count : partitionOf(key, count)
        const kept = partitions[partition] as Message[]
        const message: Message = Object.freeze({
          topic: name,
          partition,
          offset: kept.length,
          key,
          value: frozenCopy(value),
          headers: Object.freeze({ ...headers }),
          timestamp,
        })
        kept.push(message)
        return message
      })
      return { stored, positions: stored.map(({ topic, partition, offset }) => ({ topic, partition, offset })) }
    },
  }
}

function frozenCopy(value: Json): Json {
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as Json[]
  if (!isJsonObject(value)) return value
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, frozenCopy(inner)])))
}
