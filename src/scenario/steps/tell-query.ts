import type { Instant } from '../../core/clock.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import type { ScenarioQuery, Scope } from '../model.ts'
import { namedParameters } from './named-parameters.ts'
import type { Tell } from './told.ts'

/** Tells of a query to a store and of its answer. */
export function tellQuery(
  tell: Tell,
  query: ScenarioQuery,
  { scope, answer, started }: { scope: Scope; answer: Json; started: Instant },
): void {
  const { rows, documents } = isJsonObject(answer) ? answer : {}
  const found = rows ?? documents
  const noun = query.kind === 'sql' ? 'row' : 'document'
  const outcome = Array.isArray(found) ? { outcome: `${found.length} ${noun}${found.length === 1 ? '' : 's'}` } : {}
  const response = Array.isArray(found) ? { [`${noun}s`]: found } : { answer }
  if (query.kind === 'sql') {
    const values = query.params.map((param) => param.render(scope))
    const params = values.length === 0 ? {} : { params: namedParameters(query.text, values) }
    tell({
      kind: 'sql',
      to: query.system,
      summary: query.text,
      ...outcome,
      started,
      request: { query: query.text, ...params },
      response,
    })
    return
  }
  const summary = `${query.operation} ${query.collection}`
  const operation = query.options.render(scope)
  tell({
    kind: 'mongo',
    to: query.system,
    summary,
    ...outcome,
    started,
    request: { collection: query.collection, operation },
    response,
  })
}
