import type { JsonObject } from '../../core/json.ts'
import { checkRequest } from '../../openapi/check-request.ts'
import { findOperation } from '../../openapi/find-operation.ts'
import type { OpenApiDocument, Operation } from '../../openapi/openapi-document.ts'
import { schemaChecker } from '../../openapi/schema-checker.ts'
import { missingCredentials } from './credentials.ts'
import { responseOf, statusesOf, usualResponse } from './declared-response.ts'
import { valueMaker } from './make-value.ts'
import { type MockedRequest, readRequest } from './mocked-request.ts'
import { isParticular, readPreference } from './preference.ts'
import { problem, refusedRequest } from './problem.ts'
import { openResources } from './resources/resources.ts'
import { undescribed, type Writing, writeResponse } from './write-response.ts'

export interface DocumentMockOptions {
  /** Everything that is made up comes from it. */
  seed: string
  /** Every request is answered as if it were the first. */
  stateless: boolean
}

/** An API that answers as an OpenAPI document says. */
export interface DocumentMock {
  answer(request: Request): Promise<Response>
  /** How many resources there are, by the path of their collection. */
  counts(): Readonly<Record<string, number>>
}

export function documentMock(document: OpenApiDocument, { seed, stateless }: DocumentMockOptions): DocumentMock {
  const { root } = document
  const dialect = document.version === '3.0' ? 'openapi-3.0' : '2020-12'
  const checker = schemaChecker(root, dialect, 'request')
  const maker = valueMaker(root, schemaChecker(root, dialect, 'response'), seed)
  const resources = stateless ? undefined : openResources(document, maker)

  const answer = async (request: MockedRequest): Promise<Response> => {
    const found = findOperation(document, request.method, request.url.pathname)
    const head = 'methods' in found && request.method === 'HEAD' && found.methods.includes('GET')
    if (head) return withoutBody(await answer({ ...request, method: 'GET' }))
    if ('methods' in found) return unknown(request, found.methods)
    const lacking = missingCredentials(document, found.operation, request)
    if (lacking !== undefined) return refused(found.operation, 401, lacking, request)
    if (request.malformed !== undefined) return problem(400, `the request's body ${request.malformed}`)
    const { url, headers: requestHeaders, body } = request
    const asked = { url, requestHeaders, ...(body !== undefined && { requestBody: body }) }
    const violations = await checkRequest(asked, found, root, checker)
    if (violations.length > 0) return refusedRequest(violations)
    const preference = readPreference(request.headers.prefer)
    const writing: Writing = { root, maker, request, preference }
    if (!isParticular(preference)) {
      const stateful = await resources?.answer(found, writing)
      if (stateful !== undefined) return stateful
    }
    const declared =
      preference.code === undefined
        ? usualResponse(root, found.operation)
        : responseOf(root, found.operation, Number(preference.code))
    if (declared !== undefined) return writeResponse(declared, writing)
    if (preference.code === undefined) return undescribed(request.method)
    const statuses = statusesOf(found.operation).join(', ') || 'none'
    return problem(
      404,
      `the operation has no answer with the status ${preference.code.slice(0, 20)}; it has ${statuses}`,
    )
  }

  /** As the document says it where it does, else with the reason. */
  const refused = async (operation: Operation, status: number, reason: string, request: MockedRequest) => {
    const declared = responseOf(root, operation, status)
    if (declared?.value.content === undefined) return problem(status, reason)
    return writeResponse(declared, { root, maker, request, preference: readPreference(undefined) })
  }

  return {
    answer: async (request) => answer(await readRequest(request)),
    counts: () => resources?.counts() ?? {},
  }
}

function unknown({ method, url }: MockedRequest, methods: readonly string[]): Response {
  if (methods.length === 0) return problem(404, `the document has no path ${url.pathname.slice(0, 200)}`)
  if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow: methods.join(', ') } })
  const refusal = problem(405, `the path has ${methods.join(', ')}, and not ${method}`)
  refusal.headers.set('allow', methods.join(', '))
  return refusal
}

function withoutBody(response: Response): Response {
  return new Response(null, { status: response.status, headers: response.headers })
}

/** What else is known of the document's API, for people. */
export function titleOf({ root, file }: OpenApiDocument): string {
  const info = root.info as JsonObject | undefined
  return typeof info?.title === 'string' ? info.title : file
}
