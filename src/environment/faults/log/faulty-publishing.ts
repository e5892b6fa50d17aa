import type { Scheduler } from '../../../core/clock.ts'
import { environmentError } from '../../../core/error.ts'
import type { FaultBoard, FaultTarget } from '../../../core/faults.ts'
import type { MessageLog, NewMessage, Position } from '../../../core/message-log.ts'
import { duplicate } from './duplicate.ts'
import { lateMessages } from './late.ts'
import { messageSubject, namedMessage } from './message-subject.ts'
import { reordering } from './reorder.ts'

const kinds = ['late', 'reorder', 'duplicate', 'lostAck'] as const

/** How a log publishes: message by message where a topic has faults or something is still held back. */
export function faultyPublishing(
  log: MessageLog,
  board: FaultBoard,
  clock: Scheduler,
): Pick<MessageLog, 'publish' | 'publishTogether'> {
  const late = lateMessages(log, clock)
  const reorder = reordering(log, clock)

  const publishOne = async (topic: string, message: NewMessage, lost: string[]): Promise<Position> => {
    const on: FaultTarget = { kind: 'topic', name: topic }
    const struck = board.strike(on, kinds, messageSubject(topic, message))
    const effect = struck?.effect
    if (struck !== undefined && effect?.kind === 'late') {
      struck.fire(namedMessage(topic, message))
      return late.hold(topic, message, effect)
    }
    if (struck !== undefined && effect?.kind === 'reorder') {
      return reorder.collect(topic, message, { ...struck, effect })
    }
    if (reorder.holdsKey(topic, message)) return reorder.join(topic, message)
    if (late.holdsKey(topic, message)) return late.follow(topic, message)
    const [position = unknownPosition(topic)] = await log.publish(topic, [message])
    if (struck !== undefined && effect?.kind === 'duplicate') {
      struck.fire(namedMessage(topic, message))
      await duplicate(log, clock, topic, message, effect)
    }
    if (struck !== undefined && effect?.kind === 'lostAck') {
      struck.fire(namedMessage(topic, message))
      lost.push(namedMessage(topic, message))
    }
    return position
  }

  const isFaulty = (topic: string): boolean =>
    board.concerns('topic', topic) || late.holds(topic) || reorder.holds(topic)

  const publish: MessageLog['publish'] = async (topic, messages) => {
    if (!isFaulty(topic)) return log.publish(topic, messages)
    const positions: Position[] = []
    const lost: string[] = []
    for (const message of messages) positions.push(await publishOne(topic, message, lost))
    if (lost.length > 0) {
      const message = `${lost.join(', ')}: stored, but the acknowledgement was lost`
      throw environmentError({ code: 'log.ack-lost', message })
    }
    return positions
  }

  return {
    publish,
    async publishTogether(batches) {
      if (!batches.some(({ topic }) => isFaulty(topic))) return log.publishTogether(batches)
      for (const { topic, messages } of batches) await publish(topic, messages)
    },
  }
}

/** Of a message that is not stored yet. */
export function unknownPosition(topic: string): Position {
  return { topic, partition: -1, offset: -1 }
}
