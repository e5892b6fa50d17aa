import type { Instant } from '../../core/clock.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'

/** The tables of what orders have come to. A status can be known before its order is. */
export const orderStatusTables = `
create table order_status (
  order_number text primary key,
  status text not null,
  version int not null,
  changed_at timestamptz not null,
  correlation_id text
);
create index order_status_correlation on order_status (correlation_id);

-- Each change in the order in which it was made.
create table order_status_change (
  id bigint generated always as identity primary key,
  order_number text not null,
  status text not null,
  version int not null,
  changed_at timestamptz not null,
  correlation_id text
);
create index order_status_change_order on order_status_change (order_number, id);`

const statuses = ['placed', 'paid', 'shipped', 'delivered', 'cancelled']

export interface StatusChange {
  orderNumber: string
  status: string
  /** Without a version the status is overwritten, whatever it was. */
  version?: number
  correlationId?: string
}

export interface OrderStatus {
  status: string
  version: number
}

/** Takes a status that is newer than the one that is known, or the same once more; an older one is refused with 409. */
export async function changeOrderStatus(store: SqlStore, change: StatusChange, now: Instant): Promise<OrderStatus> {
  const { orderNumber, status, version, correlationId } = change
  if (!statuses.includes(status)) throw new Refusal(400, 'invalid', `status must be one of ${statuses.join(', ')}`)
  const known = await store.transaction(async (session) => {
    await session.query(
      `with changed as (
         insert into order_status as known (order_number, status, version, changed_at, correlation_id)
         values ($1, $2, coalesce($3, 0), $4, $5)
         on conflict (order_number) do update set status = excluded.status, changed_at = excluded.changed_at,
           version = case when $3::int is null then known.version else excluded.version end
         where $3::int is null or known.version < excluded.version
         returning order_number, status, version, changed_at, correlation_id)
       insert into order_status_change (order_number, status, version, changed_at, correlation_id)
       select order_number, status, version, changed_at, correlation_id from changed`,
      [orderNumber, status, version ?? null, new Date(now), correlationId ?? null],
    )
    const { rows } = await session.query<OrderStatus & Record<string, unknown>>(
      'select status, version from order_status where order_number = $1',
      [orderNumber],
    )
    return rows[0] ?? { status, version: 0 }
  })
  if (version !== undefined && version < known.version)
    throw new Refusal(409, 'stale-version', `version ${known.version} of this order's status is known already`)
  return { status: known.status, version: known.version }
}
