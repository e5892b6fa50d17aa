import { completeRefund, type GiveMoneyBack, giveMoneyBack } from '../connector/order-changes/give-money-back.ts'

/** The faulty twin of `giveMoneyBack`: points are no money, so that only money goes back. */
export const giveOnlyMoneyBack: GiveMoneyBack = async (clients, { refunds, correlation }) => {
  const points = refunds.filter(({ method }) => method === 'points')
  await giveMoneyBack(clients, { refunds: refunds.filter((refund) => !points.includes(refund)), correlation })
  for (const refund of points) await completeRefund(clients, refund, correlation)
}
