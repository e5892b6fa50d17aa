import { usageError } from '../../core/error.ts'
import type { ParallelItems, ParallelLinesStep, Scope } from '../model.ts'
import type { Attempt, Line, LineOutcome, StepContext } from './step-context.ts'
import { toJson } from './to-json.ts'
import { worst } from './worst.ts'

/**
 * Starts the lines in the order of the seed and lets each run to its end, at its own pace or by turns. The answer is
 * `{ lines: [{ name, verdict, steps, captures }] }`, in the order of the file. No line at all is a failure.
 */
export async function runParallel(step: ParallelLinesStep, context: StepContext): Promise<Attempt> {
  const lines = linesOf(step, context)
  if (lines.length === 0) {
    return {
      answer: { lines: [] },
      failure: { message: 'there is nothing to run: the list is empty', place: step.place },
    }
  }
  const running = new Map<Line, Promise<LineOutcome>>()
  const turns = context.takeTurns(lines, step.concurrency)
  const begin = (line: Line): void => {
    const turn = turns[lines.indexOf(line)]
    running.set(line, context.runLine(turn === undefined ? line : { ...line, turn }))
  }
  for (const line of context.random.fork('order').shuffled(lines)) begin(line)
  await Promise.allSettled(running.values())
  const ended = await Promise.all(
    lines.map(async (line) => ({ name: line.name, ...((await running.get(line)) as LineOutcome) })),
  )
  const answer = {
    lines: ended.map(({ name, verdict, steps, captures }) => ({ name, verdict, steps, captures })),
  }
  const verdict = worst(ended.map((line) => line.verdict))
  if (verdict === 'passed') return { answer }
  const message = summary(ended)
  return { answer, verdict, reported: true, failure: { message, place: step.place } }
}

function linesOf(step: ParallelLinesStep, { scope, random }: StepContext): Line[] {
  const named: Omit<Line, 'random'>[] =
    'branches' in step.lines
      ? step.lines.branches.map((branch) => ({ ...branch, names: {} }))
      : perItem(step.lines, scope)
  return named.map((line, index) => ({ ...line, random: random.fork(`line ${index + 1}`) }))
}

function perItem({ each, as, steps }: ParallelItems, scope: Scope): Omit<Line, 'random'>[] {
  const items = each.render(scope)
  if (!Array.isArray(items)) {
    throw usageError({ code: 'scenario.not-a-list', message: '"each" needs a list', place: each.place })
  }
  return items.map((item, index) => ({ name: `${as} ${index + 1}`, steps, names: { [as]: toJson(item) } }))
}

function summary(ended: readonly ({ name: string } & LineOutcome)[]): string {
  const fallen = ended.filter(({ verdict }) => verdict !== 'passed')
  const [first] = fallen
  const cause = first?.failure === undefined ? '' : `: ${first.failure.message}`
  return `${fallen.length} of ${ended.length} lines did not pass; ${first?.name}${cause}`
}
