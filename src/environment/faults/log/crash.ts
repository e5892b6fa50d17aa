import { environmentError, type StandinError } from '../../../core/error.ts'
import type { CrashMoment } from '../../../core/fault-effect.ts'
import type { FaultBoard } from '../../../core/faults.ts'
import type { Message } from '../../../core/message-log.ts'
import { messageSubject, namedMessage } from './message-subject.ts'

const words: Readonly<Record<CrashMoment, string>> = {
  receipt: 'with it in hand',
  beforeCommit: 'before its commit',
  afterCommit: 'after its commit',
}

/** Throws where a fault has the consumer crash at this moment because of one of the messages. */
export function crashAt(at: CrashMoment, group: string, messages: readonly Message[], board: FaultBoard): void {
  if (!board.concerns('group', group)) return
  for (const message of messages) {
    const on = { kind: 'group', name: group } as const
    const struck = board.strike(on, ['crash'], messageSubject(message.topic, message), (effect) => effect.at === at)
    if (struck === undefined) continue
    const name = namedMessage(message.topic, message)
    struck.fire(`${name}, ${words[at]}`)
    throw crashed(group)
  }
}

/** What a member that has crashed answers to everything. */
export function crashed(group: string): StandinError {
  return environmentError({ code: 'log.consumer-crashed', message: `group "${group}": its consumer has crashed` })
}
