import { kill } from 'node:process'

/** Ends a process that leads a group of its own, and everything in that group. One that has ended is left alone. */
export function killGroup(leader: number | undefined): void {
  if (leader === undefined || leader <= 1) return
  try {
    kill(-leader, 'SIGKILL')
  } catch {
    // Nobody is left in the group.
  }
}
