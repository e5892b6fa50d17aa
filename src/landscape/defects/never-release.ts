import { type GiveBack, giveBackOnce } from '../oms/release.ts'

/** The faulty twin of `giveBackOnce`: what nobody cancels is held for ever. */
export const neverExpire: GiveBack = { ...giveBackOnce, expire: async () => 0 }
