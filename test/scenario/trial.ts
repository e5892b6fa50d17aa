import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type LandscapeClock, landscapeClock } from '../../src/core/clock.ts'
import { StandinError } from '../../src/core/error.ts'
import type { RunEvent, ScenarioResult } from '../../src/core/events.ts'
import { faultBoard } from '../../src/core/fault-board.ts'
import type { Json } from '../../src/core/json.ts'
import type { RunningLandscape, RunningSystem } from '../../src/core/landscape.ts'
import { seededRandom } from '../../src/core/random.ts'
import { embeddedMessageLog } from '../../src/environment/embedded/message-log/message-log.ts'
import type {
  AdvanceClockStep,
  Capture,
  CheckStep,
  ConsumeMessagesStep,
  Expression,
  HttpRequestStep,
  MongoVerb,
  ParallelLinesStep,
  PublishMessageStep,
  QueryStep,
  ReconcileSourcesStep,
  Scenario,
  ScenarioInvariant,
  ScenarioQuery,
  ScenarioStep,
  Scope,
  Template,
} from '../../src/scenario/model.ts'
import { runScenario } from '../../src/scenario/run/run-scenario.ts'
import type { RunDirectories } from '../../src/scenario/steps/directories.ts'
import type { Programs } from '../../src/scenario/steps/step-context.ts'

export const place = { file: 'trial.yaml', line: 1, column: 1 }

/** The landscape's time at the start. */
export const start = Date.parse('2026-03-02T08:00:00Z')

export function expression(source: string, evaluate: (scope: Scope) => unknown): Expression {
  return { source, place, evaluate }
}

/** Fails as an expression does whose value is missing. */
export function missing(source: string): Expression {
  return expression(source, () => {
    throw new StandinError('finding', { code: 'expression.failed', message: `${source} is missing`, place })
  })
}

export function template(value: unknown): Template {
  return { place, render: (scope) => (typeof value === 'function' ? value(scope) : value) }
}

export function capture(name: string, select: (answer: Json) => Json[]): Capture {
  return { name, place, select, source: `$.${name}` }
}

export function http(name: string, url: unknown, parts: Partial<HttpRequestStep> = {}): HttpRequestStep {
  const base = {
    verb: 'get',
    place,
    timeout: 10_000,
    method: 'GET',
    headers: {},
    query: {},
    assert: [],
    capture: [],
  } as const
  return { kind: 'http', name, ...base, url: template(url), ...parts }
}

export function query(name: string, text: string, parts: Partial<QueryStep> = {}): QueryStep {
  return {
    kind: 'query',
    name,
    verb: 'sql',
    place,
    timeout: 10_000,
    query: sql(text),
    assert: [],
    capture: [],
    ...parts,
  }
}

export function sql(text: string, params: readonly unknown[] = [], system = 'oms'): ScenarioQuery {
  return { kind: 'sql', system, text, params: params.map(template), place }
}

export function check(name: string, evaluate: (scope: Scope) => unknown): CheckStep {
  return { kind: 'assert', name, verb: 'assert', place, timeout: 10_000, assert: [expression(name, evaluate)] }
}

export function mongo(operation: MongoVerb, options: object, system = 'pim'): ScenarioQuery {
  return { kind: 'mongo', system, collection: 'product', operation, options: template(options), place }
}

export function publish(name: string, parts: Partial<PublishMessageStep> = {}): PublishMessageStep {
  const base = { verb: 'publish', place, timeout: 10_000, topic: 'orders', value: template({}), headers: {} }
  return { kind: 'publish', name, ...base, assert: [], capture: [], ...parts }
}

export function consume(name: string, parts: Partial<ConsumeMessagesStep> = {}): ConsumeMessagesStep {
  const base = { verb: 'consume', place, timeout: 10_000, topic: 'orders', any: false, assert: [], capture: [] }
  return { kind: 'consume', name, ...base, ...parts }
}

export function advance(name: string, duration: number): AdvanceClockStep {
  return { kind: 'advance', name, verb: 'advance', place, timeout: 10_000, duration }
}

export function parallel(name: string, lines: ParallelLinesStep['lines'], timeout = 10_000): ParallelLinesStep {
  return { kind: 'parallel', name, verb: 'parallel', place, timeout, lines }
}

export function reconcile(parts: Partial<ReconcileSourcesStep>): ReconcileSourcesStep {
  const base = { name: 'agree', verb: 'reconcile', place, timeout: 10_000 }
  return { kind: 'reconcile', ...base, key: [], compare: [], sources: [], ...parts }
}

export function invariant(
  name: string,
  query: ScenarioQuery,
  holds: (row: Readonly<Record<string, number>>) => boolean,
  message?: Template,
): ScenarioInvariant {
  const condition = expression(name, (scope) => holds(scope.row as Record<string, number>))
  return {
    name,
    place,
    must: 'always',
    holds: condition,
    binding: 'row',
    query,
    ...(message !== undefined && { message }),
  }
}

export function scenario(steps: readonly ScenarioStep[], parts: Partial<Scenario> = {}): Scenario {
  const base = { file: 'trial.yaml', name: 'trial', title: 'a trial', tags: [], vars: {}, finally: [], invariants: [] }
  return { ...base, catches: [], steps, ...parts }
}

export interface TrialOptions {
  seed?: string
  signal?: AbortSignal
  directories?: Partial<RunDirectories>
  programs?: Programs
}

export interface Trial {
  landscape: RunningLandscape
  clock: LandscapeClock
  events: RunEvent[]
  run(scenario: Scenario, options?: TrialOptions): Promise<ScenarioResult>
}

/** A landscape of the given systems around the real clock, and a run of scenarios in it. */
export function trial(
  systems: readonly Partial<RunningSystem>[],
  settle = async (): Promise<void> => undefined,
): Trial {
  const clock = landscapeClock({ start, settle, onJob: () => undefined })
  const landscape: RunningLandscape = {
    systems: new Map(systems.map((system) => [system.name ?? 'shop', { name: 'shop', credentials: {}, ...system }])),
    log: embeddedMessageLog({ clock, onPublished: () => undefined }),
    clock,
    faults: faultBoard(),
    settle,
    [Symbol.asyncDispose]: async () => undefined,
  }
  const events: RunEvent[] = []
  return {
    landscape,
    clock,
    events,
    run: (one, { seed = 'seed', signal = new AbortController().signal, directories = {}, programs } = {}) =>
      runScenario(one, {
        landscape,
        random: seededRandom(seed),
        seed,
        correlationId: 'correlation-1',
        runId: 'run-1',
        sink: (event) => events.push(event),
        wallClock: { now: () => Date.now() },
        signal,
        directories: { working: '.', run: '/nonexistent', ...directories },
        ...(programs !== undefined && { programs }),
        replay: 'scenario run trial --seed seed',
      }),
  }
}

export interface Served extends AsyncDisposable {
  url: string
}

/** A real server on the loopback address. */
export async function serve(
  answer: (request: IncomingMessage, body: string) => Answer | Promise<Answer> | 'never',
): Promise<Served> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const given = await answer(request, Buffer.concat(chunks).toString())
    if (given !== 'never') send(response, given)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export interface Answer {
  status?: number
  headers?: Record<string, string | string[]>
  /** Text and bytes are sent as they are, anything else as JSON. */
  body?: unknown
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Answer): void {
  const isText = typeof body === 'string' || body instanceof Uint8Array
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers })
  response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body))
}

/** The names of steps with their verdicts, in the order in which they began. */
export function verdicts(result: ScenarioResult): Record<string, string> {
  return Object.fromEntries(result.steps.map(({ step, verdict }) => [step.path.join(' / '), verdict]))
}
