import { boughtOf, type LineAmounts } from '../connector/line-amounts.ts'
import { type ExportOrders, exportWith } from '../connector/order-export.ts'
import { decimalText, share } from '../money.ts'

/** The faulty twin of `exactAmounts`: a discounted price of one unit, rounded, which the ERP multiplies again. */
const roundedPrices: LineAmounts = (ordered, held) =>
  held.map(({ sku }) => {
    const { quantity, amount } = boughtOf(ordered, sku)
    return { UnitPrice: decimalText(share(amount, 1n, BigInt(Math.max(1, quantity)))) }
  })

export const exportRoundedPrices: ExportOrders = (clients, messages, enter) =>
  exportWith(roundedPrices, clients, messages, enter)
