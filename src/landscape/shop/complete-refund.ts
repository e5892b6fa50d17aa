import type { Instant } from '../../core/clock.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { move } from './state-machine.ts'

/** A refund was made: the payment that it belongs to is refunded in part, or as a whole. */
export function completeRefund(store: SqlStore, refundId: string, now: Instant): Promise<string> {
  return store.transaction(async (session) => {
    const { rows } = await session.query<{ id: string }>(
      `select t.id from order_transaction t join order_transaction_refund r on r.transaction_id = t.id where r.id = $1 for update of t`,
      [refundId],
    )
    const state = await move(session, 'order_transaction_refund', refundId, 'complete', now)
    const { rows: sums } = await session.query<{ isAll: boolean }>(
      `select sum(r.amount) = t.amount as "isAll" from order_transaction_refund r join order_transaction t on t.id = transaction_id
       where t.id = $1 and r.state = 'completed' group by t.amount`,
      [rows[0]?.id],
    )
    const transition = sums[0]?.isAll === true ? 'refund' : 'refund_partially'
    await move(session, 'order_transaction', rows[0]?.id ?? '', transition, now)
    return state
  })
}
