/** Things that were opened, to be ended together: the last one first, each once, all of them even when one fails. */
export interface Disposal {
  use<T extends AsyncDisposable>(opened: T): T
  defer(end: () => void | Promise<void>): void
  /** Throws what the first failing end threw, after all have ended. */
  dispose(): Promise<void>
}

function disposal(): Disposal {
  const ends: (() => void | Promise<void>)[] = []
  return {
    use(opened) {
      ends.push(() => Promise.resolve(opened[Symbol.asyncDispose]()))
      return opened
    },
    defer: (end) => void ends.push(end),
    async dispose() {
      const failures: unknown[] = []
      for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
        try {
          await end()
        } catch (thrown) {
          failures.push(thrown)
        }
      }
      if (failures.length > 0) throw failures[0]
    },
  }
}

/** Opens several things; when one of them fails, those that were opened before are ended again. */
export async function openAll<T>(open: (opened: Disposal) => Promise<T>): Promise<T> {
  const opened = disposal()
  try {
    return await open(opened)
  } catch (thrown) {
    await opened.dispose().catch(() => undefined)
    throw thrown
  }
}

/** Waits for all of them; when one fails, throws its error only after the others have come to an end, too. */
export async function allStarted<T extends readonly unknown[]>(
  starting: { [Index in keyof T]: Promise<T[Index]> },
): Promise<T> {
  const outcomes = await Promise.allSettled(starting)
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as unknown as T
}
