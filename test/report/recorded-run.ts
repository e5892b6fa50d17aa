import type { Failure, RunEvent, ScenarioResult, StepResult, Verdict } from '../../src/core/events.ts'

const file = 'scenarios/stock.yaml'
const at = Date.UTC(2026, 2, 1, 8, 0, 0)

function step(path: string[], verb: string, line: number, rest: Partial<StepResult> = {}): StepResult {
  const place = { file, line, column: 5 }
  return { step: { path, verb, place }, verdict: 'passed', duration: 12, attempts: 1, ...rest }
}

export const mismatch: Failure = {
  message: 'article 100-0042 in warehouse W1: the ERP has 3 committed, the OMS 2 reserved',
  place: { file, line: 14, column: 5, text: '    expect: { rows: [{ committed: 2 }] }' },
  differences: [
    { path: '$.rows[0].committed', expected: '2', actual: '3' },
    { path: '$.rows[0].note', expected: '"a"', actual: '"\u001b[31mb\u0007"' },
  ],
  lastAnswer: { rows: [{ committed: 3, note: '<&"\u0000' }] },
}

export function resultOf(verdict: Verdict, rest: Partial<ScenarioResult> = {}): ScenarioResult {
  return {
    scenario: 'stock',
    title: 'Stock agrees',
    file,
    verdict,
    duration: 1_440,
    landscapeTime: 1_805_000,
    seed: '8f3a',
    correlationId: 'run-1',
    steps: [
      step(['order'], 'post', 4),
      step(['buyers', 'buyer 1', 'order'], 'post', 6),
      step(['buyers', 'buyer 2', 'order'], 'post', 6),
      step(['buyers'], 'parallel', 5, { duration: 230 }),
      step(['refund'], 'post', 8, { verdict: 'skipped', notReached: true, duration: 0, attempts: 0 }),
      step(['the ERP has it'], 'sql', 10, {
        verdict,
        attempts: 2,
        ...(verdict === 'failed' ? { failure: mismatch } : {}),
      }),
    ],
    invariants: [{ name: 'never oversold', verdict: 'passed', samples: 41 }],
    failures: verdict === 'passed' ? [] : [mismatch],
    replay: 'scenario run stock --seed 8f3a',
    ...rest,
  }
}

/** The events of a run of one scenario, in the order in which an engine sends them. */
export function recordedRun(verdict: Verdict): RunEvent[] {
  const result = resultOf(verdict)
  const scenario = result.scenario
  const finished = (index: number): RunEvent => ({
    type: 'step.finished',
    at,
    scenario,
    result: result.steps[index] as StepResult,
  })
  const counts = { passed: 0, failed: 0, inconclusive: 0, error: 0, [verdict]: 1 }
  return [
    { type: 'run.started', at, runId: 'r1', seed: '8f3a', scenarios: [{ name: scenario, title: result.title }] },
    { type: 'environment.starting', at },
    {
      type: 'environment.started',
      at,
      duration: 640,
      systems: [{ name: 'erp', url: 'http://127.0.0.1:4001' }, { name: 'oms' }],
    },
    { type: 'scenario.started', at, scenario, title: result.title, seed: '8f3a', correlationId: 'run-1' },
    { type: 'http.exchange', at, system: 'erp', method: 'POST', path: '/orders', status: 201, duration: 8 },
    { type: 'message.published', at, topic: 'orders', key: '10001', count: 1 },
    finished(0),
    finished(1),
    finished(2),
    finished(3),
    finished(4),
    { type: 'clock.advanced', at, from: at, to: at + 1_800_000 },
    { type: 'job.ran', at, landscapeAt: at + 1_800_000, name: 'erp batch' },
    { type: 'clock.advanced', at, from: at + 1_800_000, to: at + 1_805_000 },
    finished(5),
    ...result.invariants.map(
      (invariant): RunEvent => ({ type: 'invariant.finished', at, scenario, result: invariant }),
    ),
    { type: 'scenario.finished', at, result },
    { type: 'environment.stopped', at, duration: 80 },
    { type: 'run.finished', at, duration: 2_300, counts, verdict },
  ]
}
