import type { Failure } from '../../core/events.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import type { GraphQlRequestStep } from '../model/protocol-steps.ts'
import { headersOf } from './http.ts'
import { decoded, exchange } from './http-exchange.ts'
import { renderText } from './rendered-text.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { toJson } from './to-json.ts'
import { urlOf } from './url.ts'

/**
 * One GraphQL operation over HTTP POST. The answer is `{ status, headers, data, errors, duration }`; `errors` fail the
 * step unless it expects some.
 */
export async function askGraphQl(step: GraphQlRequestStep, context: StepContext): Promise<Attempt> {
  const { scope, correlationId } = context
  const url = urlOf(step.url, scope, `the URL of "${step.name}"`)
  const headers = headersOf(step.settings.headers, scope, correlationId)
  headers.set('content-type', 'application/json')
  if (!headers.has('accept')) headers.set('accept', 'application/graphql-response+json, application/json')
  const body = JSON.stringify({
    query: renderText(step.query, scope, 'the query'),
    ...(step.variables && { variables: toJson(step.variables.render(scope)) }),
    ...(step.operationName && { operationName: renderText(step.operationName, scope, 'the name of the operation') }),
  })
  const received = await exchange({ method: 'POST', url, headers, body }, step.settings, context, step.place)
  const { body: result, notJson } = decoded(received)
  const { status, duration } = received
  const isResult = isJsonObject(result) && ('data' in result || 'errors' in result)
  const { data = null, errors = null } = isResult ? (result as Record<string, Json>) : {}
  const answer = { status, headers: received.headers, data, errors, duration }
  const failure = isResult ? failedBy(errors, step) : { message: noResult(status, notJson), place: step.place }
  return failure === undefined ? { answer } : { answer, failure }
}

function noResult(status: number, notJson = 'it has neither "data" nor "errors"'): string {
  return `the answer (${status}) is no GraphQL result: ${notJson}`
}

/** The first error's message and path; what is in it that must not be shown is masked with the failure. */
function failedBy(errors: Json, { expectsErrors, place }: GraphQlRequestStep): Failure | undefined {
  if (expectsErrors || !Array.isArray(errors) || errors.length === 0) return undefined
  const [first] = errors
  const { message, path } = isJsonObject(first) ? first : {}
  const where = Array.isArray(path) ? ` at ${path.join('.')}` : ''
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : ''
  return { message: `the answer has a GraphQL error${where}: ${String(message ?? 'without a message')}${more}`, place }
}
