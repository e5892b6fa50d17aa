import { formatDuration, type Milliseconds } from '../../core/duration.ts'
import type { Verdict } from '../../core/events.ts'
import { counted } from '../result-lines.ts'

export const marks: Record<Verdict | 'skipped' | 'running', string> = {
  passed: '✓',
  failed: '✗',
  error: '!',
  inconclusive: '?',
  skipped: '–',
  running: '…',
}

export const verdictWords: Record<Verdict, string> = {
  passed: 'Passed',
  failed: 'Failed',
  error: 'Error',
  inconclusive: 'Inconclusive',
}

/** `1 of 3 scenarios failed`. */
export function countWords(counts: Record<Verdict, number>): string {
  const total = counts.passed + counts.failed + counts.error + counts.inconclusive
  const parts = [
    counts.failed > 0 && `${counts.failed} failed`,
    counts.error > 0 && counted(counts.error, 'error'),
    counts.inconclusive > 0 && `${counts.inconclusive} inconclusive`,
    counts.passed > 0 && `${counts.passed} passed`,
  ].filter((part) => part !== false)
  return `${counted(total, 'scenario')}: ${parts.join(', ') || 'none was run'}`
}

export function landscapeWords(moved: Milliseconds): string {
  return moved === 0 ? 'stood still' : `+${formatDuration(moved)}`
}

/** A message in its parts: what was waited for in vain, the first finding, and the others. */
export function headlineOf(message: string): { waited?: string; first: string; others: string[] } {
  const [, waited, rest] = /^(not within .{1,40}? \(\d+ tr(?:y|ies)\)): ([\s\S]*)$/.exec(message) ?? []
  const findings = (rest ?? message).split('; ')
  const [first = message, ...others] = findings
  return { ...(waited !== undefined && { waited }), first, others }
}
