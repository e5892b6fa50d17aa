import type { Take } from '../connector/take.ts'

/** The faulty twin of `takeUpTo`: whatever waits in the log is read into memory, however much the outage has made of it. */
export const takeEverything: Take = (consumer, _most, signal) => consumer.poll(Number.MAX_SAFE_INTEGER, signal)
