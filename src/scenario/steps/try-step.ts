import { isJsonObject, type Json } from '../../core/json.ts'
import type { Checks, ScenarioStep } from '../model.ts'
import { checkAnswer } from './check-answer.ts'
import { selectAll } from './select-all.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { doStep } from './step-kinds.ts'
import type { Tell } from './told.ts'

/** Does a step once and holds its answer against what it expects. */
export async function tryStep(step: ScenarioStep, context: StepContext): Promise<Attempt> {
  const attempt = await (context.tell === undefined ? doStep(step, context) : doAndTell(step, context, context.tell))
  if (!isChecked(step) || attempt.answer === undefined) return attempt
  const searched = searchedIn(step, attempt.answer)
  const found = step.capture.some(({ xpath }) => xpath) ? await selectAll(step.capture, searched) : undefined
  const checked = checkAnswer(step, { answer: attempt.answer, searched, scope: context.scope, ...(found && { found }) })
  return { ...checked, ...attempt }
}

/** Steps whose answers are those of steps within, or nothing but their own settings. */
const untold: ReadonlySet<string> = new Set([
  'parallel',
  'repeat',
  'include',
  'during',
  'workflow',
  'assert',
  'advance',
])

/** A kind of step that does not tell of what it asked itself is told of by its answer. */
async function doAndTell(step: ScenarioStep, context: StepContext, tell: Tell): Promise<Attempt> {
  let told = untold.has(step.kind)
  const started = context.wallClock.now()
  const attempt = await doStep(step, {
    ...context,
    tell: (exchange) => {
      told = true
      tell(exchange)
    },
  })
  if (!told && attempt.answer !== undefined) {
    tell({ kind: step.verb, summary: step.name, started, request: {}, response: { answer: attempt.answer } })
  }
  return attempt
}

function isChecked(step: ScenarioStep): step is ScenarioStep & Checks {
  return 'capture' in step
}

/** What capture paths look into. */
function searchedIn({ kind }: ScenarioStep, answer: Json): Json {
  const part = kind === 'http' ? 'body' : kind === 'include' ? 'captures' : undefined
  if (part === undefined) return answer
  return isJsonObject(answer) ? (answer[part] ?? null) : null
}
