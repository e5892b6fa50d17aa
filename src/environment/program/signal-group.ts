import { kill } from 'node:process'

/** Sends a signal to a process that leads a group of its own, and to everything in that group. Gives whether anybody is in it. */
export function signalGroup(leader: number, signal: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  try {
    kill(-leader, signal)
    return true
  } catch {
    return false
  }
}
