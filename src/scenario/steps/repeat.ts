import { usageError } from '../../core/error.ts'
import type { RepeatedSteps } from '../model/control.ts'
import type { Expression, Scope, Template } from '../model.ts'
import type { Attempt, StepContext } from './step-context.ts'

const mostTimes = 100_000

/** Runs steps round by round; what they leave is there in the next round and afterwards. The answer is `{ rounds }`. */
export async function repeatSteps(step: RepeatedSteps, context: StepContext): Promise<Attempt> {
  const { rounds, as, steps } = step
  const times = rounds.kind === 'times' ? timesOf(rounds.times, context.scope) : undefined
  const label = as ?? 'round'
  for (let done = 0; ; done++) {
    const round = done + 1
    const names = as === undefined ? {} : { [as]: round }
    if (times !== undefined && done >= times) return { answer: { rounds: done } }
    if (rounds.kind === 'while' && !isTrue(rounds.condition, { ...context.scopeNow(), ...names }))
      return { answer: { rounds: done } }
    if (rounds.kind !== 'times' && rounds.kind !== 'none' && done >= rounds.max) return endless(step, done)
    const { verdict, failure } = await context.runInside({ name: `${label} ${round}`, steps, names, shared: true })
    if (verdict !== 'passed') {
      const message = `${label} ${round}: ${failure?.message ?? 'a step did not pass'}`
      return { answer: { rounds: round }, verdict, reported: true, failure: { message, place: step.place } }
    }
    if (rounds.kind === 'until' && isTrue(rounds.condition, context.scopeNow())) return { answer: { rounds: round } }
  }
}

function timesOf(template: Template, scope: Scope): number {
  const value = template.render(scope)
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostTimes) return value
  const message = `"times" must be a whole number from 0 to ${mostTimes}`
  throw usageError({ code: 'scenario.not-a-count', message, place: template.place })
}

function isTrue(condition: Expression, scope: Scope): boolean {
  const value = condition.evaluate(scope)
  if (typeof value === 'boolean') return value
  const message = `the condition of "repeat" must be true or false: ${condition.source}`
  throw usageError({ code: 'scenario.not-a-condition', message, place: condition.place })
}

function endless({ rounds, place }: RepeatedSteps, done: number): Attempt {
  const condition = rounds.kind === 'while' || rounds.kind === 'until' ? rounds.condition.source : ''
  const still = rounds.kind === 'while' ? 'still holds' : 'still does not hold'
  return { answer: { rounds: done }, failure: { message: `after ${done} rounds this ${still}: ${condition}`, place } }
}
