import { HttpResponse } from 'msw'
import type { Clock } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall } from '../routes.ts'
import { readObject } from './request-body.ts'
import { type TokenPair, type Tokens, tokenLifetimeSeconds } from './tokens.ts'

export interface PimCredentials {
  clientId: string
  secret: string
  user: string
  password: string
}

/** Gives tokens for a user's name and password, or for a refresh token. The client says who it is in either case. */
export async function grantTokens(
  call: ApiCall,
  tokens: Tokens,
  credentials: PimCredentials,
  clock: Clock,
): Promise<Response> {
  const body = await readGrant(call)
  requireClient(call.request, body, credentials)
  const pair =
    body.grant_type === 'refresh_token' ? renewed(body, tokens, clock) : granted(body, tokens, credentials, clock)
  return HttpResponse.json({
    access_token: pair.access,
    expires_in: tokenLifetimeSeconds,
    token_type: 'bearer',
    scope: null,
    refresh_token: pair.refresh,
  })
}

/** Refuses calls without a token that lives. */
export function requireToken({ request }: ApiCall, tokens: Tokens, clock: Clock): void {
  const token = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (token === undefined) throw new Refusal(401, '401', 'Authentication is required')
  if (!tokens.isValid(token, clock.now())) throw new Refusal(401, '401', 'The access token provided is invalid.')
}

async function readGrant(call: ApiCall): Promise<JsonObject> {
  const type = call.request.headers.get('content-type') ?? ''
  if (!type.startsWith('application/x-www-form-urlencoded')) return readObject(call)
  return Object.fromEntries(new URLSearchParams(await call.request.text()))
}

function requireClient(request: Request, body: JsonObject, { clientId, secret }: PimCredentials): void {
  const basic = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
  const known =
    request.headers.get('authorization') === basic || (body.client_id === clientId && body.client_secret === secret)
  if (!known) {
    const message = 'Parameter "client_id" is missing or does not match any client, or secret is invalid'
    throw new Refusal(422, '422', message)
  }
}

function granted(body: JsonObject, tokens: Tokens, { user, password }: PimCredentials, clock: Clock): TokenPair {
  if (body.grant_type !== 'password' || !body.username || !body.password)
    throw new Refusal(422, '422', 'Parameter "grant_type", "username" or "password" is missing, empty or invalid')
  if (body.username !== user || body.password !== password)
    throw new Refusal(422, '422', 'No user found for the given username and password')
  return tokens.issue(clock.now())
}

function renewed(body: JsonObject, tokens: Tokens, clock: Clock): TokenPair {
  const pair = tokens.renew(String(body.refresh_token ?? ''), clock.now())
  if (pair === undefined) throw new Refusal(422, '422', 'Refresh token is invalid or has expired')
  return pair
}
