import type { Clock } from '../../../core/clock.ts'
import { StandinError, usageError } from '../../../core/error.ts'
import type { Consumer, Message, MessageLog } from '../../../core/message-log.ts'
import { suggestion } from '../../../core/nearest.ts'
import { type ConsumerGroup, createGroup } from './consumer-group.ts'
import type { LogContents } from './contents.ts'
import { createTopic, type Topic } from './topic.ts'
import { createWakeUp } from './wake-up.ts'

export interface EmbeddedMessageLogOptions {
  /** Gives messages their time. */
  clock: Clock
  /** Told of messages once they are stored. */
  onPublished?(topic: string, messages: readonly Message[]): void
  /** Told of messages when they are handed to a member of a group. */
  onDelivered?(group: string, messages: readonly Message[]): void
  /** What it begins with; nothing when nothing is said. */
  contents?: LogContents
}

export interface EmbeddedMessageLog extends MessageLog {
  /** What it holds now, for another log to begin with. */
  contents(): LogContents
}

/** A message log within this process. Messages are gone when it is closed. */
export function embeddedMessageLog(options: EmbeddedMessageLogOptions): EmbeddedMessageLog {
  const { clock, onPublished, onDelivered, contents } = options
  const topics = new Map<string, Topic>()
  for (const [name, kept] of contents?.topics ?? []) topics.set(name, createTopic(name, kept.length, kept))
  const groups = new Map<string, ConsumerGroup>()
  for (const [name, committed] of contents?.groups ?? []) groups.set(name, createGroup(name, committed))
  const changed = createWakeUp()
  let closed = false

  const checkOpen = (): void => {
    if (closed) throw closedError('the message log is closed')
  }

  const known = (name: string): Topic => {
    checkOpen()
    const topic = topics.get(name)
    if (topic !== undefined) return topic
    const hint = suggestion(name, [...topics.keys()])
    throw usageError({ code: 'log.unknown-topic', message: `there is no topic "${name}"`, remedy: capitalized(hint) })
  }

  return {
    async createTopic(name, { partitions }) {
      checkOpen()
      checkTopic(name, partitions)
      const existing = topics.get(name)
      if (existing === undefined) {
        topics.set(name, createTopic(name, partitions))
      } else if (existing.partitions.length !== partitions) {
        throw usageError({
          code: 'log.topic-exists',
          message: `the topic "${name}" exists with ${existing.partitions.length} partitions, not ${partitions}`,
        })
      }
    },
    async topics() {
      checkOpen()
      return [...topics.values()].map(({ name, partitions }) => ({ topic: name, partitions: partitions.length }))
    },
    async publish(name, messages) {
      const { stored, positions } = known(name).append(messages, clock.now())
      if (stored.length > 0) onPublished?.(name, stored)
      changed.wake()
      return positions
    },
    async publishTogether(batches) {
      const timestamp = clock.now()
      const stored = batches
        .map(({ topic, messages }) => ({ topic: known(topic), messages }))
        .map(({ topic, messages }) => topic.append(messages, timestamp).stored)
      for (const messages of stored) if (messages[0] !== undefined) onPublished?.(messages[0].topic, messages)
      changed.wake()
    },
    async join(name, names) {
      const joined = names.map(known)
      const group = groups.get(name) ?? createGroup(name)
      groups.set(name, group)
      const member = group.join(joined)
      changed.wake()
      let left = false
      const checkMember = (): void => {
        checkOpen()
        if (left) throw closedError(`this member has left the group "${name}"`)
      }
      const consumer: Consumer = {
        async poll(max, signal) {
          checkMember()
          while (!signal.aborted && !left && !closed) {
            const messages = group.take(member, Math.max(1, max))
            if (messages.length > 0) {
              onDelivered?.(name, messages)
              return messages
            }
            await changed.next(signal)
          }
          return []
        },
        async commit(positions) {
          checkMember()
          group.commit(member, positions)
        },
        async rewind() {
          checkMember()
          group.rewind(member)
          changed.wake()
        },
        async close() {
          if (left) return
          left = true
          group.leave(member)
          changed.wake()
        },
      }
      return consumer
    },
    async read(name) {
      return known(name).partitions.flat()
    },
    async lag(name) {
      checkOpen()
      const group = groups.get(name)
      if (group !== undefined) return group.lag()
      const remedy = capitalized(suggestion(name, [...groups.keys()]))
      throw usageError({ code: 'log.unknown-group', message: `there is no consumer group "${name}"`, remedy })
    },
    contents: () => ({
      topics: new Map([...topics].map(([name, { partitions }]) => [name, partitions.map((kept) => [...kept])])),
      groups: new Map([...groups].map(([name, group]) => [name, group.committed()])),
    }),
    async close() {
      closed = true
      changed.wake()
    },
  }
}

function checkTopic(name: string, partitions: number): void {
  if (!/^[\w.-]{1,249}$/.test(name) || name === '.' || name === '..') {
    const message = `"${name}" is no name of a topic: up to 249 letters, digits, dots, dashes and underscores`
    throw usageError({ code: 'log.invalid-topic', message })
  }
  if (!Number.isInteger(partitions) || partitions < 1)
    throw usageError({ code: 'log.invalid-topic', message: `the topic "${name}" needs at least one partition` })
}

function closedError(message: string): StandinError {
  return new StandinError('environment', { code: 'log.closed', message })
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
