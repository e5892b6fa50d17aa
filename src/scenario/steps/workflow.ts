import type { Failure, Verdict } from '../../core/events.ts'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import type { Place } from '../../core/place.ts'
import { evaluate, evaluated } from '../arazzo/runtime-expression.ts'
import { workflowRequest } from '../arazzo/workflow-request.ts'
import type {
  FlowAction,
  Workflow,
  WorkflowAction,
  WorkflowExchange,
  WorkflowMoment,
  WorkflowStep,
} from '../model/workflow.ts'
import type { CheckStep } from '../model.ts'
import type { Attempt, StepContext } from './step-context.ts'

const mostSteps = 1_000
const deepest = 20

/** What the workflows of one run share. */
interface Walk {
  step: WorkflowStep
  context: StepContext
  done: Map<string, { inputs: JsonObject; outputs: JsonObject }>
  sources: WorkflowMoment['sources']
  left: number
  /** The last request and its answer, which a step that calls a workflow speaks of. */
  last?: WorkflowExchange
}

interface Ended {
  outputs: JsonObject
  failure?: Failure
  verdict?: Verdict
}

/**
 * Runs a workflow and those that it depends on; each request is a step within this one. The answer is `{ outputs }`.
 * A source description that has the name of a system is asked at that system's URL.
 */
export async function runWorkflow(step: WorkflowStep, context: StepContext): Promise<Attempt> {
  const urls = Object.entries(step.sources).map(([name, { url }]) => {
    const system = context.landscape.systems.get(name)?.url
    return [name, { url: system ?? url }] as const
  })
  const walk: Walk = { step, context, done: new Map(), sources: Object.fromEntries(urls), left: mostSteps }
  const { outputs, failure, verdict } = await follow(step.workflow, step.inputs, walk, 0)
  const answer = { outputs }
  if (failure === undefined) return { answer }
  return { answer, failure, reported: true, ...(verdict !== undefined && { verdict }) }
}

async function follow(id: string, inputs: JsonObject, walk: Walk, depth: number): Promise<Ended> {
  const workflow = walk.step.workflows.get(id) as Workflow
  if (depth > deepest) return failed(walk, workflow.place, `workflows call each other at most ${deepest} deep`)
  for (const other of workflow.dependsOn) {
    if (walk.done.has(other)) continue
    const ended = await follow(other, inputs, walk, depth + 1)
    if (ended.failure !== undefined) return ended
  }
  const moment: WorkflowMoment & { steps: Map<string, JsonObject> } = {
    inputs,
    steps: new Map(),
    workflows: walk.done,
    sources: walk.sources,
    outputs: {},
  }
  const ended = await followSteps(workflow, moment, walk, depth)
  const outputs = valuesOf(workflow.outputs, moment)
  walk.done.set(id, { inputs, outputs })
  return { ...ended, outputs: { ...outputs, ...ended.outputs } }
}

async function followSteps(
  { steps }: Workflow,
  moment: WorkflowMoment & { steps: Map<string, JsonObject> },
  walk: Walk,
  depth: number,
): Promise<Ended> {
  const tries = new Map<string, number>()
  const indexOf = (id: string | undefined): number => steps.findIndex((one) => one.id === id)
  for (let index = 0; index < steps.length; ) {
    const action = steps[index] as WorkflowAction
    const outcome = await perform(action, moment, walk, depth)
    if (outcome.broken !== undefined) return outcome.broken
    const { after, failure } = outcome
    const next = (failure === undefined ? action.onSuccess : action.onFailure).find(
      (one) => one.criteria.every(({ holds }) => holds(after)) && hasTriesLeft(one, action, tries),
    )
    if (next === undefined || (failure !== undefined && next.type === 'end')) {
      if (failure !== undefined) return failed(walk, failure.place ?? action.place, failure.message, action.id)
      index++
    } else if (next.type === 'end') return { outputs: {} }
    else if (next.type === 'goto' && next.workflow !== undefined)
      return follow(next.workflow, moment.inputs, walk, depth + 1)
    else if (next.type === 'goto') index = indexOf(next.step)
    else {
      tries.set(retryKey(next, action), (tries.get(retryKey(next, action)) ?? 0) + 1)
      if (next.retryAfter > 0) await walk.context.time.advance(next.retryAfter * 1_000, walk.context.signal)
      const before = steps[indexOf(next.step)]
      const prepared = before && (await perform(before, moment, walk, depth))
      if (prepared?.broken !== undefined) return prepared.broken
      if (next.workflow !== undefined) {
        const ended = await follow(next.workflow, moment.inputs, walk, depth + 1)
        if (ended.failure !== undefined) return ended
      }
    }
  }
  return { outputs: {} }
}

function retryKey({ name }: FlowAction, { id }: WorkflowAction): string {
  return `${id} ${name}`
}

function hasTriesLeft(action: FlowAction, step: WorkflowAction, tries: ReadonlyMap<string, number>): boolean {
  return action.type !== 'retry' || (tries.get(retryKey(action, step)) ?? 0) < action.retryLimit
}

interface Performed {
  after: WorkflowMoment
  /** A criterion that does not hold. */
  failure?: Failure
  /** Nothing goes on behind this. */
  broken?: Ended
}

async function perform(
  action: WorkflowAction,
  moment: WorkflowMoment & { steps: Map<string, JsonObject> },
  walk: Walk,
  depth: number,
): Promise<Performed> {
  walk.left--
  if (walk.left < 0)
    return { after: moment, broken: await failed(walk, action.place, `at most ${mostSteps} steps are run`) }
  if ('workflow' in action.does) return callWorkflow(action, action.does.workflow, moment, walk, depth)
  const request = workflowRequest(action, action.does.operation, moment)
  const inside = await walk.context.runInside({ steps: [request.step], names: {} })
  if (inside.verdict !== 'passed') {
    const broken = { outputs: {}, verdict: inside.verdict, failure: inside.failure ?? { message: inside.verdict } }
    return { after: moment, broken }
  }
  const answer = inside.steps[request.step.name]
  walk.last = { ...request.exchange, ...responseOf(answer) }
  const after: WorkflowMoment = { ...moment, exchange: walk.last }
  moment.steps.set(action.id, valuesOf(action.outputs, after))
  return judged(action, after)
}

/** The criteria of the step; without any, an answer that is no success has failed. */
function judged({ criteria, place }: WorkflowAction, after: WorkflowMoment): Performed {
  const broken = criteria.find(({ holds }) => !holds(after))
  const status = after.exchange?.status ?? 200
  if (broken !== undefined) {
    const message = `${broken.source} (the status is ${status})`
    return { after, failure: { message, place: broken.place } }
  }
  if (criteria.length === 0 && status >= 400)
    return { after, failure: { message: `the status is below 400 (it is ${status})`, place } }
  return { after }
}

async function callWorkflow(
  action: WorkflowAction,
  id: string,
  moment: WorkflowMoment & { steps: Map<string, JsonObject> },
  walk: Walk,
  depth: number,
): Promise<Performed> {
  const inputs = Object.fromEntries(action.parameters.map(({ name, value }) => [name, evaluated(value, moment)]))
  const ended = await follow(id, inputs, walk, depth + 1)
  if (ended.failure !== undefined) return { after: moment, broken: ended }
  const after: WorkflowMoment = { ...moment, outputs: ended.outputs, ...(walk.last && { exchange: walk.last }) }
  moment.steps.set(action.id, Object.keys(action.outputs).length > 0 ? valuesOf(action.outputs, after) : ended.outputs)
  const broken = action.criteria.find(({ holds }) => !holds(after))
  return broken === undefined ? { after } : { after, failure: { message: broken.source, place: broken.place } }
}

function responseOf(answer: Json | undefined): { status: number; response: { header: JsonObject; body: Json } } {
  const { status, headers, body } = isJsonObject(answer) ? answer : {}
  return { status: Number(status), response: { header: isJsonObject(headers) ? headers : {}, body: body ?? null } }
}

function valuesOf(outputs: Readonly<Record<string, string>>, moment: WorkflowMoment): JsonObject {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, expression]) => [name, evaluate(expression, moment) ?? null]),
  )
}

/** A step of its own that fails, so that every report shows where. */
async function failed(walk: Walk, place: Place, message: string, name = 'workflow'): Promise<Ended> {
  const check: CheckStep = {
    kind: 'assert',
    name: `${name}: success criteria`,
    verb: 'assert',
    place,
    timeout: 30_000,
    assert: [],
  }
  const said = { source: message, place, evaluate: () => false }
  const { verdict, failure } = await walk.context.runInside({ steps: [{ ...check, assert: [said] }], names: {} })
  return { outputs: {}, verdict, failure: failure ?? { message, place } }
}
