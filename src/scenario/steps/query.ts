import { environmentError } from '../../core/error.ts'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import type { RunningLandscape, RunningSystem } from '../../core/landscape.ts'
import type { QueryStep, ScenarioQuery, Scope } from '../model.ts'
import { askDocuments } from './mongo.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { tellQuery } from './tell-query.ts'
import { toJson } from './to-json.ts'

/** A `sql` or `mongo` step. */
export async function askStore(step: QueryStep, { landscape, scope, tell, wallClock }: StepContext): Promise<Attempt> {
  const started = wallClock.now()
  const answer = await askQuery(step.query, landscape, scope)
  if (tell !== undefined) tellQuery(tell, step.query, { scope, answer, started })
  return { answer }
}

/** Runs a query on a system's own store. The answer is `{ rows, rowCount }`, `{ documents }`, `{ count }` or `{ changed }`. */
async function askQuery(query: ScenarioQuery, landscape: RunningLandscape, scope: Scope): Promise<Json> {
  const system = landscape.systems.get(query.system)
  if (query.kind === 'mongo') {
    const store = present(system?.documents, query, 'no document store')
    return toJson(await askDocuments(store.collection(query.collection), query, scope))
  }
  const store: NonNullable<RunningSystem['sql']> = present(system?.sql, query, 'no SQL database')
  const params = query.params.map((param) => param.render(scope)).map(toParameter)
  const { rows, rowCount } = await store.query(query.text, params)
  return toJson({ rows, rowCount })
}

/** The records that a query found, one after the other. An answer that has none is a record itself. */
export async function askRecords(
  query: ScenarioQuery,
  landscape: RunningLandscape,
  scope: Scope,
): Promise<JsonObject[]> {
  const answer = await askQuery(query, landscape, scope)
  const records = isJsonObject(answer) ? (answer.rows ?? answer.documents ?? [answer]) : []
  return Array.isArray(records) ? records.filter(isJsonObject) : []
}

/** Lists go as arrays, objects as JSON. */
function toParameter(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toParameter)
  return !isJsonObject(value) ? value : JSON.stringify(toJson(value))
}

function present<T>(store: T | undefined, { system, place }: ScenarioQuery, lack: string): T {
  if (store !== undefined) return store
  throw environmentError({ code: 'system.no-store', message: `${system} has ${lack} in this environment`, place })
}
