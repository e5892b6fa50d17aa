import { isJsonObject, type Json } from '../../core/json.ts'
import type { Checks, ScenarioStep } from '../model.ts'
import { checkAnswer } from './check-answer.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { doStep } from './step-kinds.ts'

/** Does a step once and holds its answer against what it expects. */
export async function tryStep(step: ScenarioStep, context: StepContext): Promise<Attempt> {
  const attempt = await doStep(step, context)
  if (!isChecked(step) || attempt.answer === undefined) return attempt
  const searched = step.kind === 'http' ? bodyOf(attempt.answer) : attempt.answer
  const checked = checkAnswer(step, { answer: attempt.answer, searched, scope: context.scope })
  return { ...checked, ...attempt }
}

function isChecked(step: ScenarioStep): step is ScenarioStep & Checks {
  return 'capture' in step
}

function bodyOf(answer: Json): Json {
  return isJsonObject(answer) ? (answer.body ?? null) : null
}
