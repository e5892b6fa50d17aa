/** Milliseconds. */
export type Milliseconds = number

const units: Record<string, Milliseconds> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Reads `250ms`, `5m`, `1h30m`; `undefined` for anything else. */
export function parseDuration(text: string): Milliseconds | undefined {
  if (!/^(\d+(ms|s|m|h|d))+$/.test(text)) return undefined
  let total = 0
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|s|m|h|d)/g)) total += Number(count) * (units[unit ?? ''] ?? 0)
  return total
}

/** The shortest form that `parseDuration` reads back: `5m`, `1h30m`, `250ms`. */
export function formatDuration(duration: Milliseconds): string {
  let rest = Math.round(duration)
  if (rest === 0) return '0ms'
  let text = ''
  for (const unit of ['d', 'h', 'm', 's', 'ms']) {
    const size = units[unit] ?? 1
    const count = Math.floor(rest / size)
    if (count > 0) text += `${count}${unit}`
    rest -= count * size
  }
  return text
}
