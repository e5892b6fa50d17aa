import type { SqlSession } from '../../core/sql-store.ts'
import { cents, decimalText, smaller, total } from '../money.ts'
import { Refusal } from '../refusal.ts'
import type { PlacedOrder, Transaction } from './orders.ts'
import { nextState } from './state-machine.ts'

/** Money or points that have to go back to where they came from. */
export interface PlannedRefund {
  id: string
  method: string
  reference: string
  amount: string
}

/** Balances come last: who paid with a gift card and a card gets the money first. */
const last: readonly string[] = ['gift-card', 'points']

/**
 * Spreads what has to be given back over the transactions that were paid, none more than is left of it. Refused when
 * what was paid is not enough.
 */
export async function planRefunds(
  session: SqlSession,
  order: PlacedOrder,
  changeId: string,
  amount: bigint,
): Promise<PlannedRefund[]> {
  const shares = sharesOf(order.transactions, amount)
  const { rows } = await session.query<{ id: string; transaction: string }>(
    `insert into order_transaction_refund (change_id, transaction_id, amount)
     select $1, transaction, amount from json_to_recordset($2) as p(transaction uuid, amount numeric)
     returning id, transaction_id as transaction`,
    [
      changeId,
      JSON.stringify(
        shares.map(({ transaction, amount }) => ({ transaction: transaction.id, amount: decimalText(amount) })),
      ),
    ],
  )
  return shares.map(({ transaction, amount }) => ({
    id: rows.find((row) => row.transaction === transaction.id)?.id ?? '',
    method: transaction.method,
    reference: transaction.reference,
    amount: decimalText(amount),
  }))
}

/** What was paid and not given back yet. */
export function leftOf({ state, amount, refunded }: Transaction): bigint {
  return /^(paid|refunded)/.test(state) ? cents(amount) - cents(refunded) : 0n
}

function sharesOf(
  transactions: readonly Transaction[],
  amount: bigint,
): { transaction: Transaction; amount: bigint }[] {
  const inOrder = [...transactions].sort((a, b) => last.indexOf(a.method) - last.indexOf(b.method))
  let open = amount
  const shares = inOrder.flatMap((transaction) => {
    const left = leftOf(transaction)
    const part = smaller(left, open)
    open -= part
    return part > 0n ? [{ transaction, amount: part }] : []
  })
  if (open === 0n) return shares
  const unpaid = transactions.find(({ state }) => !/^(paid|refunded)/.test(state))
  if (unpaid !== undefined) nextState('order_transaction', unpaid.state, 'refund_partially')
  throw new Refusal(
    400,
    'CHECKOUT__REFUND_EXCEEDS_PAYMENT',
    `${decimalText(amount)} cannot be given back, ${decimalText(total(transactions.map(leftOf)))} are left of what was paid.`,
  )
}
