import type { Quarantine } from '../connector/quarantine.ts'

/** The faulty twin of `setRefusedAside`: a message that fails is tried again for ever, and those behind it wait. */
export const tryForEver: Quarantine = (handle) => handle
