import { formatDuration, type Milliseconds } from '../core/duration.ts'
import type { InvariantResult, StepResult, Verdict } from '../core/events.ts'
import type { Paint, Style } from './paint.ts'
import { printable } from './printable.ts'
import { formatWallTime } from './wall-time.ts'

const marks: Record<Verdict | 'skipped', { mark: string; style: Style }> = {
  passed: { mark: '✓', style: 'green' },
  failed: { mark: '✗', style: 'red' },
  error: { mark: '✗', style: 'red' },
  inconclusive: { mark: '?', style: 'yellow' },
  skipped: { mark: '–', style: 'dim' },
}

/** The sign of a verdict, then the text, which is coloured too when it is `loud`. */
export function marked(verdict: Verdict | 'skipped', text: string, paint: Paint, loud = false): string {
  const { mark, style } = marks[verdict]
  return `${paint(style, mark)} ${loud ? paint(style, text) : text}`
}

export interface StepContext {
  /** How far the landscape's clock moved since the step before. */
  landscapeTime: Milliseconds
  /** Steps that ran inside of this one. */
  inner: number
}

/** `✓ reserved in the OMS  12ms, 3 tries, landscape +10s`. */
export function stepLine(result: StepResult, context: StepContext, paint: Paint): string {
  const notes = [formatWallTime(result.duration)]
  if (context.inner > 0) notes.push(counted(context.inner, 'step'))
  if (result.attempts > 1) notes.push(`${result.attempts} tries`)
  if (context.landscapeTime > 0) notes.push(`landscape +${formatDuration(context.landscapeTime)}`)
  const name = printable(result.step.path.join(' / '))
  if (result.verdict === 'skipped') return marked('skipped', paint('dim', `${name}  ${whySkipped(result)}`), paint)
  return `${marked(result.verdict, name, paint)}  ${paint('dim', notes.join(', '))}`
}

/** Why a step was skipped: its `if` was false, or a step before it did not pass. */
export function whySkipped({ notReached }: Pick<StepResult, 'notReached'>): string {
  return notReached === true ? 'not reached' : 'left out'
}

/** What the scenario says of the step, line by line. */
export function noteLines({ note }: StepResult): string[] {
  return note === undefined ? [] : note.trimEnd().split('\n').map(printable)
}

/** `✓ always: never oversold  42 samples`. */
export function invariantLine(result: InvariantResult, paint: Paint): string {
  const name = `${result.kind ?? 'always'}: ${printable(result.name)}`
  return `${marked(result.verdict, name, paint)}  ${paint('dim', counted(result.samples, 'sample'))}`
}

/** `1 step`, `3 steps`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
