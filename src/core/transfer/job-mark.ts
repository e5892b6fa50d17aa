import type { JobMark } from './ports.ts'

/** What makes a job the same job, by words that a message can use: `policy`, `key`, `source erp`. */
export type JobParts = Readonly<Record<string, string>>

/** The mark of a job; the order of the parts does not matter. */
export function jobMark(parts: JobParts): JobMark {
  const sorted = Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(Object.fromEntries(sorted))
}

/** Which parts of a job have changed since its mark was written, for a person to read; all of it when that mark is none. */
export function changedParts(before: JobMark, now: JobMark): readonly string[] {
  const [old, current] = [partsOf(before), partsOf(now)]
  if (old === undefined || current === undefined) return ['the job']
  const names = new Set([...Object.keys(old), ...Object.keys(current)])
  return [...names].filter((name) => old[name] !== current[name]).sort()
}

function partsOf(mark: JobMark): JobParts | undefined {
  try {
    const parts: unknown = JSON.parse(mark)
    return typeof parts === 'object' && parts !== null ? (parts as JobParts) : undefined
  } catch {
    return undefined
  }
}
