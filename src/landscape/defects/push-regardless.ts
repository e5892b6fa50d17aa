import type { AskDemand } from '../connector/order-notices.ts'

/** The faulty twin of `askProvider`: it hands over what it has, whatever the other side takes. */
export const pushRegardless: AskDemand = async () => Number.POSITIVE_INFINITY
