import type { ScenarioStep } from '../model.ts'
import { advanceClock } from './advance.ts'
import { checkAssertions } from './assert.ts'
import { consumeMessages } from './consume.ts'
import { askHttp } from './http.ts'
import { runParallel } from './parallel.ts'
import { publishMessage } from './publish.ts'
import { askStore } from './query.ts'
import { reconcileSources } from './reconcile.ts'
import type { Attempt, StepContext, StepKind } from './step-context.ts'

/** Every kind of step, and what does it. */
const stepKinds = {
  http: askHttp,
  query: askStore,
  publish: publishMessage,
  consume: consumeMessages,
  advance: advanceClock,
  reconcile: reconcileSources,
  parallel: runParallel,
  assert: checkAssertions,
} as const satisfies { [K in ScenarioStep['kind']]: StepKind<Extract<ScenarioStep, { kind: K }>> }

/** Does a step once, without its checks. */
export function doStep(step: ScenarioStep, context: StepContext): Promise<Attempt> {
  return (stepKinds[step.kind] as StepKind<ScenarioStep>)(step, context)
}
