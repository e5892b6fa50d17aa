import type { FollowerGroup } from '../connector/price-changes.ts'

/** The faulty twin of `ownGroup`: all who follow share one place in the log, so that each misses what another has read. */
export const groupForAll: FollowerGroup = () => 'connector: price changes for shop'
