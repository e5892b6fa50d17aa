import type { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '../../core/duration.ts'

/** Waits in wall time, or until whatever waits has been closed. */
export async function pauseWhileOpen(duration: Milliseconds, waiting: EventEmitter): Promise<void> {
  const closed = new AbortController()
  const onClose = (): void => closed.abort()
  waiting.once('close', onClose)
  try {
    await sleep(duration, undefined, { signal: closed.signal })
  } catch {
    // Closed: there is nobody left to wait for.
  } finally {
    waiting.removeListener('close', onClose)
  }
}
