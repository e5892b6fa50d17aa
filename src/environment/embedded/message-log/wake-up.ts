/** Lets any number of waiters sleep until something has changed. */
export interface WakeUp {
  wake(): void
  /** Resolves with the next `wake`, or when the signal aborts. */
  next(signal: AbortSignal): Promise<void>
}

export function createWakeUp(): WakeUp {
  const waiting = new Set<() => void>()
  return {
    wake() {
      const woken = [...waiting]
      waiting.clear()
      for (const wake of woken) wake()
    },
    next: (signal) =>
      new Promise((resolve) => {
        const end = (): void => {
          waiting.delete(end)
          signal.removeEventListener('abort', end)
          resolve()
        }
        if (signal.aborted) return end()
        waiting.add(end)
        signal.addEventListener('abort', end, { once: true })
      }),
  }
}
