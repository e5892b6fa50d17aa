import { cents, decimalText, share } from '../../money.ts'

/** What is paid of a price after a discount in percent, both decimal texts with two places. */
export type Discounted = (price: string, percent: string) => string

/** To the cent, halves away from zero, and nothing on the way there is anything but whole numbers. */
export const discountedExactly: Discounted = (price, percent) => {
  if (percent === '0.00') return price
  return decimalText(share(cents(price), 10_000n - cents(percent), 10_000n))
}
