import type { Milliseconds } from '../../core/duration.ts'
import { timeoutError } from './why-aborted.ts'

const patience: Milliseconds = 10_000

/** A signal of its own for cleaning up, which lasts for ten seconds more once the run is interrupted. */
export function finallySignal(interrupted: AbortSignal): Disposable & { signal: AbortSignal } {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const limit = (): void => {
    timer = setTimeout(() => controller.abort(timeoutError('cleaning up after the interruption', patience)), patience)
  }
  if (interrupted.aborted) limit()
  else interrupted.addEventListener('abort', limit, { once: true })
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer)
      interrupted.removeEventListener('abort', limit)
    },
  }
}
