import type { Instant } from '../../core/clock.ts'
import { Refusal } from '../refusal.ts'

/** `authorized` → `captured` or `voided`; a decline is final. */
export type AuthorizationState = 'authorized' | 'declined' | 'captured' | 'voided'

export interface Authorization {
  id: string
  state: AuthorizationState
  amount: { value: string; currency: string }
  /** What the merchant calls it. */
  reference: string
  /** Never more of a card than this. */
  card: { lastFour: string }
  declineReason?: string
  createdAt: string
}

export interface AuthorizationRequest {
  amount: { value: string; currency: string }
  reference: string
  cardNumber: string
}

/** The authorizations of one acquirer; money moves nowhere. */
export interface AuthorizationBook {
  /** The same idempotency key gives the same authorization. */
  authorize(request: AuthorizationRequest, idempotencyKey: string | undefined, now: Instant): Authorization
  find(id: string): Authorization
  capture(id: string): Authorization
  void(id: string): Authorization
}

/* Numbers that card schemes reserve for tests, and what happens to them here. */
const testCards: Readonly<Record<string, 'authorized' | 'insufficient-funds' | 'expired-card'>> = {
  '4242424242424242': 'authorized',
  '4111111111111111': 'authorized',
  '5555555555554444': 'authorized',
  '4000000000009995': 'insufficient-funds',
  '4000000000000069': 'expired-card',
}

export function authorizationBook(newId: () => string): AuthorizationBook {
  const authorizations = new Map<string, Authorization>()
  const byKey = new Map<string, Authorization>()

  const find = (id: string): Authorization => {
    const found = authorizations.get(id)
    if (found === undefined) throw new Refusal(404, 'unknown-authorization', `there is no authorization ${id}`)
    return found
  }

  const move = (id: string, to: 'captured' | 'voided'): Authorization => {
    const authorization = find(id)
    if (authorization.state === to) return authorization
    if (authorization.state !== 'authorized') {
      throw new Refusal(409, 'wrong-state', `authorization ${id} is ${authorization.state} and cannot be ${to}`)
    }
    authorization.state = to
    return authorization
  }

  return {
    find,
    capture: (id) => move(id, 'captured'),
    void: (id) => move(id, 'voided'),
    authorize({ amount, reference, cardNumber }, idempotencyKey, now) {
      const known = idempotencyKey === undefined ? undefined : byKey.get(idempotencyKey)
      if (known !== undefined) return known
      const outcome = testCards[cardNumber.replaceAll(' ', '')]
      if (outcome === undefined)
        throw new Refusal(422, 'not-a-test-card', 'only card numbers that are reserved for tests are accepted')
      const authorization: Authorization = {
        id: newId(),
        state: outcome === 'authorized' ? 'authorized' : 'declined',
        amount,
        reference,
        card: { lastFour: cardNumber.slice(-4) },
        ...(outcome !== 'authorized' && { declineReason: outcome }),
        createdAt: new Date(now).toISOString(),
      }
      authorizations.set(authorization.id, authorization)
      if (idempotencyKey !== undefined) byKey.set(idempotencyKey, authorization)
      return authorization
    },
  }
}
