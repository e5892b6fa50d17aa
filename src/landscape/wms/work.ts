import type { Instant } from '../../core/clock.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'
import { type Fulfilment, lockFulfilment } from './fulfilments.ts'
import { type Movement, moveStock, tellOfMovement } from './movements.ts'

/** What people of a location do with a fulfilment, and the state that it must be in. */
const works = {
  pick: { from: 'open', to: 'picked', does: requireUnits },
  pack: { from: 'picked', to: 'packed', does: async () => undefined },
  ship: { from: 'packed', to: 'shipped', does: sendOff },
  receive: { from: 'shipped', to: 'received', does: putAway },
} as const satisfies Record<string, { from: string; to: string; does: Work }>

type Work = (session: SqlSession, fulfilment: Fulfilment, now: Instant) => Promise<void>

export type WorkName = keyof typeof works

export const workNames = Object.keys(works) as WorkName[]

/**
 * Does the next piece of work. One that was done before is done already, and nothing happens. Refused with 404 for an
 * unknown fulfilment, with 409 in any other state, and when the units are not on the shelf.
 */
export function doWork(store: SqlStore, id: string, name: WorkName, now: Instant): Promise<Fulfilment> {
  const { from, to, does } = works[name]
  return store.transaction(async (session) => {
    const fulfilment = await lockFulfilment(session, id)
    if (fulfilment.state === to) return fulfilment
    if (fulfilment.state !== from || (name === 'receive' && fulfilment.kind !== 'replenishment'))
      throw new Refusal(409, 'wrong-state', `a fulfilment that is ${fulfilment.state} cannot be ${to}`)
    await does(session, fulfilment, now)
    await session.query('update fulfilment set state = $2, updated_at = $3 where id = $1', [id, to, new Date(now)])
    return { ...fulfilment, state: to }
  })
}

/** Picked units stay on the books of the location until they leave it. */
async function requireUnits(session: SqlSession, { id, location, lines }: Fulfilment): Promise<void> {
  const { rows } = await session.query<{ sku: string; lacking: number }>(
    `select l.sku, l.quantity - coalesce(s.quantity, 0) + coalesce((
         select sum(o.quantity)::int from fulfilment_line o join fulfilment f on f.id = o.fulfilment_id
         where f.location = $1 and f.state in ('picked', 'packed') and o.sku = l.sku), 0) as lacking
     from fulfilment_line l left join stock s on s.location = $1 and s.sku = l.sku where l.fulfilment_id = $2 order by l.sku`,
    [location, id],
  )
  const short = rows.filter(({ lacking }) => lacking > 0)
  if (rows.length === lines.length && short.length === 0) return
  const said = short.map(({ sku, lacking }) => `${lacking} of ${sku}`).join(', ')
  throw new Refusal(409, 'not-on-shelf', `${location} lacks ${said}`)
}

async function sendOff(session: SqlSession, fulfilment: Fulfilment, now: Instant): Promise<void> {
  const changes = fulfilment.lines.map(({ sku, quantity }) => ({ sku, quantity: -quantity }))
  await move(
    session,
    { location: fulfilment.location, reason: 'shipped', reference: fulfilment.id, changes },
    fulfilment,
    now,
  )
}

async function putAway(session: SqlSession, fulfilment: Fulfilment, now: Instant): Promise<void> {
  const { destination, id, lines } = fulfilment
  await move(
    session,
    { location: destination ?? '', reason: 'received', reference: id, changes: lines },
    fulfilment,
    now,
  )
}

async function move(session: SqlSession, movement: Movement, fulfilment: Fulfilment, now: Instant): Promise<void> {
  const { correlationId } = fulfilment
  await moveStock(session, movement, now)
  await tellOfMovement(session, movement, now, { fulfilment, ...(correlationId !== null && { correlationId }) })
}
