import type { Discounted } from '../connector/prices/discounted.ts'

/** The faulty twin of `discountedExactly`: half a cent is seldom half a cent in binary. */
export const discountedInFloats: Discounted = (price, percent) =>
  (Math.round(Number(price) * (1 - Number(percent) / 100) * 100) / 100).toFixed(2)
