/** Whether requests are let in at the moment. Those that are not wait. */
export interface Admission {
  /** Resolves when the request may be worked on; what it gives is called when that is done. */
  enter(isOwn: boolean): Promise<() => void>
  /** From now on lets nobody in, or the landscape's own requests only. */
  close(to: 'others' | 'everybody'): void
  open(): void
  /** Resolves when nothing is worked on, or the time is up. */
  empty(signal: AbortSignal): Promise<void>
}

export function admission(): Admission {
  let closedTo: 'nobody' | 'others' | 'everybody' = 'nobody'
  let inside = 0
  const waiting = new Set<() => void>()
  const wake = (): void => {
    const woken = [...waiting]
    waiting.clear()
    for (const go of woken) go()
  }
  const change = (): Promise<void> => new Promise((resolve) => void waiting.add(resolve))
  return {
    async enter(isOwn) {
      while (closedTo === 'everybody' || (closedTo === 'others' && !isOwn)) await change()
      inside++
      return () => {
        inside--
        wake()
      }
    },
    close(to) {
      closedTo = to
    },
    open() {
      closedTo = 'nobody'
      wake()
    },
    async empty(signal) {
      signal.addEventListener('abort', wake, { once: true })
      while (inside > 0 && !signal.aborted) await change()
    },
  }
}
