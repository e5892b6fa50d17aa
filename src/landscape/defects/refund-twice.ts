import { completeRefund, type GiveMoneyBack, requestRefund } from '../connector/order-changes/give-money-back.ts'

/**
 * The faulty twin of `giveMoneyBack`: nothing tells the acquirer that a refund is the same as the one before, so that
 * every repetition gives the money back once more. It is seen when an answer is lost, or a message comes twice.
 */
export const giveMoneyBackEachTime: GiveMoneyBack = async (clients, { refunds, correlation }) => {
  for (const refund of refunds) {
    await requestRefund(clients, refund, correlation)
    await completeRefund(clients, refund, correlation)
  }
}
