import type { Difference, Failure } from '../core/events.ts'
import type { Json } from '../core/json.ts'
import { codeFrame, formatPlace } from '../core/place.ts'
import type { Paint } from './paint.ts'
import { printable } from './printable.ts'

const mostDifferences = 20
const mostAnswerLines = 40
const mostAnswerColumns = 200

/** A failure as lines of text: message, place with the line shown, what was expected and found, the last answer. */
export function failureLines(failure: Failure, paint: Paint): string[] {
  const lines = printable(failure.message).split('\n')
  if (failure.place !== undefined) {
    lines.push(paint('cyan', formatPlace(failure.place)))
    const frame = codeFrame(failure.place)
    if (frame !== '') lines.push(...indented(printable(frame).split('\n')))
  }
  const differences = failure.differences ?? []
  for (const difference of differences.slice(0, mostDifferences)) lines.push(...differenceLines(difference, paint))
  if (differences.length > mostDifferences) lines.push(`… and ${differences.length - mostDifferences} more differences`)
  if (failure.lastAnswer !== undefined) lines.push('last answer', ...indented(answerLines(failure.lastAnswer)))
  return lines
}

/** Two columns further to the right. */
export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`))
}

function differenceLines({ path, expected, actual }: Difference, paint: Paint): string[] {
  return [
    printable(path),
    `  expected  ${paint('green', continued(expected))}`,
    `  actual    ${paint('red', continued(actual))}`,
  ]
}

/** Further lines of a value stand below its first. */
function continued(value: string): string {
  return printable(value).replaceAll('\n', `\n${' '.repeat(12)}`)
}

function answerLines(answer: Json): string[] {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2)
  const lines = printable(text).split('\n')
  const shown = lines.slice(0, mostAnswerLines).map(shortened)
  if (lines.length > mostAnswerLines) shown.push(`… and ${lines.length - mostAnswerLines} more lines`)
  return shown
}

function shortened(line: string): string {
  return line.length > mostAnswerColumns ? `${line.slice(0, mostAnswerColumns)}…` : line
}
