import type { Milliseconds } from './duration.ts'

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

export interface Clock {
  now(): Instant
}

export interface Schedule {
  cancel(): void
}

/** A clock on which work can be laid. Jobs run one after the other, in due order, then in the order they were laid. */
export interface Scheduler extends Clock {
  /** Runs the job after each period, the first time one period from now. */
  every(name: string, period: Milliseconds, job: () => Promise<void>): Schedule
  /** Runs the job once. */
  after(name: string, delay: Milliseconds, job: () => Promise<void>): Schedule
}

/** The landscape's own time: it stands still until it is advanced. */
export interface LandscapeClock extends Scheduler {
  /**
   * Moves time on, running whatever falls due on the way at its own instant, and lets the landscape settle after each.
   * Calls queue up behind each other. Stops between two jobs when the signal aborts.
   */
  advance(duration: Milliseconds, signal?: AbortSignal): Promise<void>
}

export interface ClockOptions {
  start: Instant
  /** Called after each job and at the end of an advance: resolves when nothing is under way any more. */
  settle(): Promise<void>
  /** Told of each job that ran, with what it threw; a job that throws stays on its schedule. */
  onJob(name: string, at: Instant, thrown?: unknown): void
}

interface Entry {
  name: string
  due: Instant
  sequence: number
  period?: Milliseconds
  job: () => Promise<void>
}

export function landscapeClock({ start, settle, onJob }: ClockOptions): LandscapeClock {
  let now = start
  let sequence = 0
  const entries = new Set<Entry>()
  let busy: Promise<void> = Promise.resolve()

  const lay = (entry: Omit<Entry, 'sequence'>): Schedule => {
    const laid = { ...entry, sequence: sequence++ }
    entries.add(laid)
    return { cancel: () => void entries.delete(laid) }
  }

  const runDue = async (entry: Entry): Promise<void> => {
    now = Math.max(now, entry.due)
    if (entry.period === undefined) {
      entries.delete(entry)
    } else {
      entry.due += entry.period
      entry.sequence = sequence++
    }
    try {
      await entry.job()
      onJob(entry.name, now)
    } catch (thrown) {
      onJob(entry.name, now, thrown)
    }
    await settle()
  }

  const advanceTo = async (target: Instant, signal?: AbortSignal): Promise<void> => {
    for (let entry = nextDue(entries, target); entry !== undefined; entry = nextDue(entries, target)) {
      if (signal?.aborted) return
      await runDue(entry)
    }
    now = target
    await settle()
  }

  return {
    now: () => now,
    every: (name, period, job) => lay({ name, due: now + period, period, job }),
    after: (name, delay, job) => lay({ name, due: now + delay, job }),
    advance(duration, signal) {
      const turn = busy.then(() => advanceTo(now + duration, signal))
      busy = turn.catch(() => undefined)
      return turn
    },
  }
}

function nextDue(entries: Iterable<Entry>, target: Instant): Entry | undefined {
  let next: Entry | undefined
  for (const entry of entries) {
    if (entry.due > target) continue
    if (next === undefined || entry.due < next.due || (entry.due === next.due && entry.sequence < next.sequence))
      next = entry
  }
  return next
}
