import type { Scheduler } from '../../../core/clock.ts'
import type { FaultBoard } from '../../../core/faults.ts'
import type { MessageLog } from '../../../core/message-log.ts'
import { faultyGroups } from './faulty-groups.ts'
import { faultyPublishing } from './faulty-publishing.ts'

/**
 * A message log that asks the board before it stores, hands out and commits. Topics and groups without a fault are
 * passed on as they are. What a fault holds back has no position yet: its partition and its offset are -1.
 */
export function faultyMessageLog(log: MessageLog, board: FaultBoard, clock: Scheduler): MessageLog {
  const groups = faultyGroups(log, board)
  return {
    ...log,
    ...faultyPublishing(log, board, clock),
    join: groups.join,
    lag: groups.lag,
  }
}
