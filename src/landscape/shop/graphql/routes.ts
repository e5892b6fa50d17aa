import { type HttpHandler, HttpResponse } from 'msw'
import { objectField, optionalText, textField } from '../../fields.ts'
import type { Refusal } from '../../refusal.ts'
import { type ApiCall, routesWith } from '../../routes.ts'
import { contextToken, requireAccessKey } from '../context.ts'
import { orderOrigin, type Storefront } from '../storefront.ts'
import { answerQuery, type GraphQlAnswer, type GraphQlRequest } from './answer-query.ts'
import { resolvers, type Visitor } from './resolvers.ts'

/** The GraphQL face of the shop, with the headers of the Store API. */
export function graphQlRoutes(front: Storefront, accessKey: string): HttpHandler[] {
  const route = routesWith(refused)
  return [
    route('post', '/graphql', async (call) => {
      requireAccessKey(call, accessKey)
      const visitor: Visitor = {
        token: contextToken(call),
        language: call.request.headers.get('sw-language-id'),
        origin: orderOrigin(call),
      }
      const answer = await answerQuery(await readRequest(call), resolvers(front, visitor))
      return respond(call, answer, visitor.token)
    }),
  ]
}

async function readRequest(call: ApiCall): Promise<GraphQlRequest> {
  const body = await call.json()
  const operationName = optionalText(body, 'operationName')
  const hasVariables = body.variables !== undefined && body.variables !== null
  return {
    query: textField(body, 'query'),
    variables: hasVariables ? objectField(body, 'variables') : {},
    ...(operationName !== undefined && { operationName }),
  }
}

const ownType = 'application/graphql-response+json'

/**
 * By GraphQL over HTTP: whoever takes the type of its own is told by the status, too, that a request could not be carried
 * out; whoever takes JSON only reads it in the answer.
 */
function respond({ request }: ApiCall, answer: GraphQlAnswer, token: string | null): Response {
  const knowsType = (request.headers.get('accept') ?? '').includes(ownType)
  const headers = {
    'content-type': `${knowsType ? ownType : 'application/json'}; charset=utf-8`,
    ...(token !== null && { 'sw-context-token': token }),
  }
  const status = knowsType && answer.data === undefined ? 400 : 200
  return new Response(JSON.stringify(answer), { status, headers })
}

function refused({ status, code, message }: Refusal): Response {
  return HttpResponse.json({ errors: [{ message, extensions: { code, status } }] }, { status })
}
