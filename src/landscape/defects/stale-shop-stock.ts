import type { PublishAvailability } from '../connector/availability.ts'

/** The faulty twin of `publishAvailability`: it counts on the next full exchange, and drops the changes in between. */
export const droppingAvailability: PublishAvailability = async () => undefined
