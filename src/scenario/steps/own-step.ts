import { messageOf, StandinError } from '../../core/error.ts'
import type { Json } from '../../core/json.ts'
import type { NewMessage } from '../../core/message-log.ts'
import type { OwnStep } from '../model/control.ts'
import { loadOwnModule, type Run } from './own-module.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { toJson } from './to-json.ts'

/** What a step of one's own is given besides its input. */
export interface OwnStepContext {
  /** By name: where it is, what a client needs, and its store. */
  systems: Readonly<Record<string, OwnStepSystem>>
  /** Of this run; goes into headers and messages. */
  correlationId: string
  /** The landscape's time, in milliseconds since 1970. */
  now(): number
  /** Aborts when the step has no time left, or the run is interrupted. */
  signal: AbortSignal
  /** Writes a message that bears the run's correlation id. */
  publish(topic: string, message: { key?: string; value: Json; headers?: Record<string, string> }): Promise<void>
}

export interface OwnStepSystem {
  url?: string
  credentials: Readonly<Record<string, string>>
  /** Runs one statement on the system's SQL database, where it has one. */
  query?(text: string, params?: readonly unknown[]): Promise<Record<string, unknown>[]>
}

/** Calls the module's `run` with the rendered input. The answer is what it gives, as JSON; what it throws is a failure. */
export async function runOwnStep(step: OwnStep, context: StepContext): Promise<Attempt> {
  const input = toJson(step.input.render(context.scope))
  let run: Run
  try {
    run = await loadOwnModule(step.module)
  } catch (thrown) {
    return {
      failure: { message: `cannot load ${step.source}: ${reasonOf(thrown)}`, place: step.place },
      verdict: 'error',
    }
  }
  try {
    return { answer: toJson(await run(input, ownContext(context))) }
  } catch (thrown) {
    context.signal.throwIfAborted()
    return { failure: { message: `${step.source} failed: ${reasonOf(thrown)}`, place: step.place } }
  }
}

/** The first line, so that no stack and no source gets into a report. */
function reasonOf(thrown: unknown): string {
  const text = thrown instanceof StandinError ? thrown.problems[0].message : messageOf(thrown)
  return text.split('\n')[0]?.slice(0, 500) || 'no reason was given'
}

function ownContext({ landscape, correlationId, time, signal }: StepContext): OwnStepContext {
  const systems = [...landscape.systems.values()].map(({ name, url, credentials, sql }): [string, OwnStepSystem] => [
    name,
    {
      credentials,
      ...(url !== undefined && { url }),
      ...(sql && { query: async (text, params) => (await sql.query(text, params)).rows }),
    },
  ])
  return {
    systems: Object.fromEntries(systems),
    correlationId,
    now: () => time.now(),
    signal,
    async publish(topic, { key = null, value, headers = {} }: { key?: string | null } & Partial<NewMessage>) {
      const message = { key, value: toJson(value), headers: { ...headers, 'correlation-id': correlationId } }
      await landscape.log.publish(topic, [message])
    },
  }
}
