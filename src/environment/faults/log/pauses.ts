import type { FaultBoard } from '../../../core/faults.ts'

/** Which groups are paused. A pause has fired once messages wait for the group, and again when more of them do. */
export interface Pauses {
  isPaused(group: string, waiting: number): boolean
}

export function pausesOf(board: FaultBoard): Pauses {
  const told = new Map<string, number>()
  return {
    isPaused(group, waiting) {
      if (!board.concerns('group', group)) return false
      const struck = board.strike({ kind: 'group', name: group }, ['pause'], {})
      if (struck === undefined) {
        told.delete(group)
        return false
      }
      if (waiting > (told.get(group) ?? 0)) {
        told.set(group, waiting)
        struck.fire(`${waiting} waiting ${waiting === 1 ? 'message' : 'messages'}`)
      }
      return true
    },
  }
}
