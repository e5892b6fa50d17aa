import type { Schedule } from './schedule.ts'

/** What one line of a parallel step needs to take turns with the others. */
export interface Turn {
  /** The step before is over; resolves when it is this line's turn again, or when everything is to end. */
  take(): Promise<void>
  /** The same after a try in vain: others are preferred. */
  pass(): Promise<void>
  /** The line has come to its end. */
  end(): void
  /** Turns of lines within this one, which stands aside until they have all ended. */
  within(count: number): Turn[]
}

export interface TurnOptions {
  lines: number
  schedule: Schedule
  /** Called when all lines wait: resolves when nothing is under way any more. What it throws is thrown to each line. */
  between(): Promise<void>
  /** When it aborts, nobody waits any longer. */
  signal: AbortSignal
}

/** Lets lines go on only when all of them wait, and then those that the schedule draws. */
export function takeTurns({ lines, schedule, between, signal }: TurnOptions): Turn[] {
  const waiting = new Map<number, PromiseWithResolvers<void>>()
  let live = 0
  let numbered = 0
  let drawing = false

  const draw = async (): Promise<void> => {
    if (drawing || waiting.size === 0 || waiting.size < live) return
    drawing = true
    try {
      await between()
      for (const line of schedule.next([...waiting.keys()].sort((a, b) => a - b))) release(line)
    } catch (thrown) {
      for (const line of [...waiting.keys()]) release(line, thrown)
    } finally {
      drawing = false
    }
  }

  const release = (line: number, ...thrown: unknown[]): void => {
    const held = waiting.get(line)
    waiting.delete(line)
    if (thrown.length > 0) held?.reject(thrown[0])
    else held?.resolve()
  }

  const take = (line: number): Promise<void> => {
    if (signal.aborted) return Promise.resolve()
    const held = Promise.withResolvers<void>()
    waiting.set(line, held)
    void draw()
    return held.promise
  }

  const join = (count: number, onLast: () => void): Turn[] => {
    live += count
    let open = count
    const onEnd = (): void => {
      open--
      if (open === 0) onLast()
    }
    return Array.from({ length: count }, () => turnOf(numbered++, onEnd))
  }

  const turnOf = (line: number, onEnd: () => void): Turn => ({
    take: () => take(line),
    pass: () => {
      schedule.yielded(line)
      return take(line)
    },
    end() {
      live--
      onEnd()
      void draw()
    },
    within(inner) {
      live--
      return join(inner, () => {
        live++
      })
    },
  })

  signal.addEventListener('abort', () => [...waiting.keys()].forEach((line) => void release(line)), { once: true })
  return join(lines, () => undefined)
}
