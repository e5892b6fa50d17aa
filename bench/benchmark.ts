import { availableParallelism, cpus, totalmem } from 'node:os'

export interface Figure {
  name: string
  value: number
  unit: 's' | 'ms' | 'MB' | '1/s' | ''
}

/** What was aimed at: a figure that is not above this number, or not below that of `atLeast`. */
export type Goal = number | { atLeast: number }

/** What one benchmark measured. A ratio above 1 means that we are faster than what we are compared with, or than the goal. */
export interface Measurement {
  figures: Figure[]
  ratios: Record<string, number>
  /** What was aimed at, in the unit of the figure of the same name. */
  goals: Record<string, Goal>
}

export interface Benchmark {
  /** One sentence: what is measured, against what. */
  title: string
  measure(): Promise<Measurement>
}

export function isMet(value: number, goal: Goal): boolean {
  return typeof goal === 'number' ? value <= goal : value >= goal.atLeast
}

export function machine(): string {
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
