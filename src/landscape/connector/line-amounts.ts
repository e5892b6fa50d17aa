import { cents, decimalText, share, split, total } from '../money.ts'

/** A line of an order as the shop tells of it; one article may be in several, as a gift beside what was bought. */
export interface OrderedLine {
  sku: string
  quantity: number
  unitPrice: string
  /** After discounts; of older messages, it is what the units cost. */
  totalPrice?: string
}

/** Units that the OMS holds for an order at one location. */
export interface HeldLine {
  sku: string
  quantity: number
}

/** What lines of an ERP document cost, as the ERP takes it. */
export interface LineAmount {
  UnitPrice: string
  LineTotal?: string
}

/** Prices what is held, by what was ordered. */
export type LineAmounts = (ordered: readonly OrderedLine[], held: readonly HeldLine[]) => LineAmount[]

/** The totals of the shop, split over the locations to the cent. The ERP never multiplies a price that was rounded. */
export const exactAmounts: LineAmounts = (ordered, held) => {
  const totals = held.map(({ sku }) => {
    const { quantity, amount } = boughtOf(ordered, sku)
    const places = held.filter((line) => line.sku === sku).map((line) => BigInt(line.quantity))
    return { places, amount: quantity === 0 ? 0n : share(amount, total(places), BigInt(quantity)) }
  })
  return held.map(({ sku }, index) => {
    const { places = [], amount = 0n } = totals[index] ?? {}
    const nth = held.slice(0, index).filter((line) => line.sku === sku).length
    return { UnitPrice: unitPriceOf(ordered, sku), LineTotal: decimalText(split(amount, places)[nth] ?? 0n) }
  })
}

/** All units of an article in an order, and what they cost together. */
export function boughtOf(ordered: readonly OrderedLine[], sku: string): { quantity: number; amount: bigint } {
  const lines = ordered.filter((line) => line.sku === sku)
  return {
    quantity: lines.reduce((units, { quantity }) => units + quantity, 0),
    amount: total(
      lines.map(({ totalPrice, unitPrice, quantity }) =>
        totalPrice === undefined ? cents(unitPrice) * BigInt(quantity) : cents(totalPrice),
      ),
    ),
  }
}

/** Of several lines with one article, that of what was bought. */
function unitPriceOf(ordered: readonly OrderedLine[], sku: string): string {
  const lines = ordered.filter((line) => line.sku === sku)
  return (lines.find(({ unitPrice }) => unitPrice !== '0.00') ?? lines[0])?.unitPrice ?? '0.00'
}
