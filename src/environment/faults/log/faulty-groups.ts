import { environmentError } from '../../../core/error.ts'
import type { CrashMoment } from '../../../core/fault-effect.ts'
import type { FaultBoard } from '../../../core/faults.ts'
import type { Consumer, Message, MessageLog } from '../../../core/message-log.ts'
import { crashAt, crashed } from './crash.ts'
import { messageSubject, namedMessage } from './message-subject.ts'
import { type Pauses, pausesOf } from './pauses.ts'

interface Member {
  /** Handed out and not committed yet. */
  open: readonly Message[]
}

/**
 * `join` and `lag` of a log whose groups can be paused, can lose the acknowledgement of a commit and can have a consumer
 * that crashes. A group that is paused gets nothing, and so has no lag that it could work off; what it had been handed
 * out counts until it is done. A consumer that has crashed is back when it rewinds.
 */
export function faultyGroups(log: MessageLog, board: FaultBoard): Pick<MessageLog, 'join' | 'lag'> {
  const members = new Map<string, Set<Member>>()
  const pauses = pausesOf(board)
  return {
    async join(group, topics) {
      const inner = await log.join(group, topics)
      const member: Member = { open: [] }
      const others = members.get(group) ?? new Set()
      members.set(group, others.add(member))
      const consumer = faultyConsumer(inner, { group, member, board, pauses })
      return {
        ...consumer,
        async close() {
          others.delete(member)
          await consumer.close()
        },
      }
    },
    async lag(group) {
      const lag = await log.lag(group)
      if (lag === 0 || !board.concerns('group', group)) return lag
      const busy = [...(members.get(group) ?? [])].some(({ open }) => open.length > 0)
      return !busy && pauses.isPaused(group, lag) ? 0 : lag
    },
  }
}

interface ConsumerParts {
  group: string
  member: Member
  board: FaultBoard
  pauses: Pauses
}

function faultyConsumer(consumer: Consumer, { group, member, board, pauses }: ConsumerParts): Consumer {
  /** Taken from the log while the group was paused. */
  let kept: Message[] = []
  let gone = false
  const crashing = (at: CrashMoment): void => {
    if (gone) throw crashed(group)
    try {
      crashAt(at, group, member.open, board)
    } catch (thrown) {
      gone = true
      throw thrown
    }
  }
  return {
    async poll(max, signal) {
      if (gone) throw crashed(group)
      if (kept.length === 0) kept = await consumer.poll(max, signal)
      while (kept.length > 0 && pauses.isPaused(group, kept.length)) {
        await nextChange(board, signal)
        if (signal.aborted) return []
      }
      const messages = kept
      kept = []
      if (messages.length > 0) member.open = [...member.open, ...messages]
      if (messages.length > 0) crashing('receipt')
      return messages
    },
    async commit(positions) {
      crashing('beforeCommit')
      if (board.concerns('group', group)) loseCommit(group, member.open, board)
      await consumer.commit(positions)
      crashing('afterCommit')
      member.open = []
    },
    async rewind() {
      gone = false
      member.open = []
      kept = []
      await consumer.rewind()
    },
    close: () => consumer.close(),
  }
}

/** Throws where a fault takes one of the messages: their effect is there, but the log does not get to know. */
function loseCommit(group: string, messages: readonly Message[], board: FaultBoard): void {
  for (const message of messages) {
    const struck = board.strike({ kind: 'group', name: group }, ['lostAck'], messageSubject(message.topic, message))
    if (struck === undefined) continue
    const name = namedMessage(message.topic, message)
    struck.fire(name)
    throw environmentError({ code: 'log.commit-lost', message: `group "${group}": the commit after ${name} was lost` })
  }
}

/** Resolves when a fault is started or ended, or when the signal aborts. */
function nextChange(board: FaultBoard, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      stop()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const stop = board.onChange(end)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}
