import { StandinError } from '../core/error.ts'

const mostTries = 3

/**
 * Makes a call that may be repeated, three times at most and without waiting: where only the answer was lost, the next
 * try gets it. A call that nobody answered in time is not repeated, since somebody waits.
 */
export async function persistently<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call()
    } catch (thrown) {
      if (tries === mostTries || !mayBeRepeated(thrown)) throw thrown
    }
  }
}

function mayBeRepeated(thrown: unknown): boolean {
  const isOutage = thrown instanceof StandinError && thrown.kind === 'environment'
  return isOutage && (thrown.cause as Error | undefined)?.name !== 'TimeoutError'
}
