import type { Problem } from '../../core/error.ts'
import type { ExecProgramStep } from '../model/protocol-steps.ts'
import type { Scenario } from '../model.ts'

/** One problem for each step that starts a program, wherever it stands, for runs that may start none. */
export function programsStarted({ steps, finally: last }: Scenario): Problem[] {
  return [...execSteps(steps), ...execSteps(last)].map(({ place }) => ({
    code: 'scenario.exec-not-allowed',
    message: 'this step starts a program, which this run does not allow',
    place,
    remedy: 'Give --allow-exec (or STANDIN_ALLOW_EXEC=1) when you trust the scenario.',
  }))
}

/** Looks into whatever steps hold, so that no kind of step that has others within is forgotten. */
function execSteps(value: unknown, seen = new Set<object>()): ExecProgramStep[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  seen.add(value)
  const found = isExec(value) ? [value] : []
  return [...found, ...Object.values(value).flatMap((inner) => execSteps(inner, seen))]
}

function isExec(value: object): value is ExecProgramStep {
  return 'kind' in value && value.kind === 'exec' && 'command' in value
}
