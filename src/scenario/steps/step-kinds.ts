import type { ScenarioStep } from '../model.ts'
import { advanceClock } from './advance.ts'
import { checkAssertions } from './assert.ts'
import { consumeMessages } from './consume.ts'
import { handleCsv } from './csv.ts'
import { stepsDuring } from './during.ts'
import { runProgram } from './exec.ts'
import { clearFaults, raiseFault } from './fault.ts'
import { handleFiles } from './files.ts'
import { askGraphQl } from './graphql.ts'
import { askHttp } from './http.ts'
import { includeSteps } from './include.ts'
import { findNotifications } from './notify.ts'
import { runOwnStep } from './own-step.ts'
import { runParallel } from './parallel.ts'
import { publishMessage } from './publish.ts'
import { askStore } from './query.ts'
import { reconcileSources } from './reconcile.ts'
import { repeatSteps } from './repeat.ts'
import { seedRows } from './seed.ts'
import { callSoap } from './soap.ts'
import { diffStates, takeSnapshot } from './state.ts'
import type { Attempt, StepContext, StepKind } from './step-context.ts'
import { sweepPeople } from './sweep.ts'
import { runWorkflow } from './workflow.ts'

/** Every kind of step, and what does it. */
const stepKinds = {
  http: askHttp,
  query: askStore,
  publish: publishMessage,
  consume: consumeMessages,
  advance: advanceClock,
  reconcile: reconcileSources,
  parallel: runParallel,
  graphql: askGraphQl,
  soap: callSoap,
  csv: handleCsv,
  file: handleFiles,
  exec: runProgram,
  notify: findNotifications,
  fault: raiseFault,
  clear: clearFaults,
  include: includeSteps,
  repeat: repeatSteps,
  during: stepsDuring,
  seed: seedRows,
  snapshot: takeSnapshot,
  diff: diffStates,
  sweep: sweepPeople,
  own: runOwnStep,
  workflow: runWorkflow,
  assert: checkAssertions,
} as const satisfies { [K in ScenarioStep['kind']]: StepKind<Extract<ScenarioStep, { kind: K }>> }

/** Does a step once, without its checks. */
export function doStep(step: ScenarioStep, context: StepContext): Promise<Attempt> {
  return (stepKinds[step.kind] as StepKind<ScenarioStep>)(step, context)
}
