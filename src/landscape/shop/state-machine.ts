import type { Instant } from '../../core/clock.ts'
import type { SqlSession } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'

/** For each state, the transitions that lead out of it, and where to. */
type Machine = Readonly<Record<string, Readonly<Record<string, string>>>>

const retours = { retour: 'returned', retour_partially: 'returned_partially' }
const refunds = { refund: 'refunded', refund_partially: 'refunded_partially' }

/** Orders are not opened again once they are done or cancelled. */
export const machines = {
  order: {
    open: { process: 'in_progress', cancel: 'cancelled' },
    in_progress: { complete: 'completed', cancel: 'cancelled' },
  },
  order_delivery: {
    open: { ship: 'shipped', ship_partially: 'shipped_partially', cancel: 'cancelled' },
    shipped_partially: { ship: 'shipped', ...retours },
    shipped: retours,
    returned_partially: retours,
  },
  order_transaction: {
    open: {
      authorize: 'authorized',
      paid: 'paid',
      paid_partially: 'paid_partially',
      cancel: 'cancelled',
      fail: 'failed',
    },
    authorized: { paid: 'paid', paid_partially: 'paid_partially', cancel: 'cancelled', fail: 'failed' },
    paid_partially: { paid: 'paid', ...refunds },
    paid: refunds,
    refunded_partially: refunds,
  },
  order_return: {
    open: { process: 'in_progress', cancel: 'cancelled' },
    in_progress: { complete: 'done', cancel: 'cancelled' },
  },
  order_transaction_refund: { open: { complete: 'completed', fail: 'failed' } },
} as const satisfies Record<string, Machine>

export type StatefulEntity = keyof typeof machines

export function isStateful(name: string): name is StatefulEntity {
  return Object.hasOwn(machines, name)
}

/** Where a transition leads to. Refused when it does not lead out of this state. */
export function nextState(entity: StatefulEntity, state: string, transition: string): string {
  const possible = (machines[entity] as Machine)[state] ?? {}
  const next = possible[transition]
  if (next !== undefined) return next
  const names = Object.keys(possible).join(', ')
  throw new Refusal(
    400,
    'SYSTEM__ILLEGAL_STATE_TRANSITION',
    `Illegal transition "${transition.slice(0, 60)}" from state "${state}". Possible transitions are: ${names}`,
  )
}

/** Of which order an entity is, for the tables that say so by themselves and for those that do not. */
const orderOf: Readonly<Record<StatefulEntity, string>> = {
  order: 'select id as "orderId", state from "order" where id = $1 for update',
  order_delivery: 'select order_id as "orderId", state from order_delivery where id = $1 for update',
  order_transaction: 'select order_id as "orderId", state from order_transaction where id = $1 for update',
  order_return: 'select order_id as "orderId", state from order_return where id = $1 for update',
  order_transaction_refund: `select order_id as "orderId", r.state from order_transaction_refund r
    join order_transaction t on t.id = transaction_id where r.id = $1 for update of r`,
}

/** Takes one step, and writes it down. Throws 404 for what is not there, 400 for a step that is illegal. */
export async function move(
  session: SqlSession,
  entity: StatefulEntity,
  id: string,
  transition: string,
  now: Instant,
): Promise<string> {
  const { rows } = await session.query<{ orderId: string; state: string }>(orderOf[entity], [id])
  const [found] = rows
  if (found === undefined)
    throw new Refusal(404, 'FRAMEWORK__RESOURCE_NOT_FOUND', `There is no ${entity} with this id.`)
  const next = nextState(entity, found.state, transition)
  await session.query(`update "${entity}" set state = $2 where id = $1`, [id, next])
  await session.query(
    `insert into state_machine_history (order_id, entity, entity_id, transition, from_state, to_state, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [found.orderId, entity, id, transition, found.state, next, new Date(now)],
  )
  return next
}
