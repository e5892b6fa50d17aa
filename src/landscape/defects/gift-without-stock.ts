import { type AddGifts, giftLines } from '../shop/gifts.ts'

/**
 * The faulty twin of `addGiftsInStock`: a gift costs nothing, so nobody looks whether it is there, and nobody reserves
 * it.
 */
export const addGiftsUnseen: AddGifts = async (store, granted) => {
  const gifts = await giftLines(store, granted)
  return { lines: gifts.map(({ line }) => ({ ...line, isUnreserved: true })), missing: [] }
}
