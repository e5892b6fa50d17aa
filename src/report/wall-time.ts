import type { Milliseconds } from '../core/duration.ts'

/** A measured time as people read it: `12ms`, `1.4s`, `2m03s`. */
export function formatWallTime(duration: Milliseconds): string {
  if (duration < 999.5) return `${Math.round(duration)}ms`
  if (duration < 59_950) return `${(duration / 1_000).toFixed(1)}s`
  const seconds = Math.round(duration / 1_000)
  return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`
}
