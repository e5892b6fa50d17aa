import { type Deliver, positionsAfter } from '../connector/deliver.ts'
import { isOutage } from '../connector/quarantine.ts'

/** The faulty twin of `effectThenCommit`: what cannot be handed over, since the other side is away, is given up. */
export const dropWhenUnreachable: Deliver = async (consumer, messages, handle) => {
  try {
    await handle(messages)
  } catch (thrown) {
    if (!isOutage(thrown)) throw thrown
  }
  await consumer.commit(positionsAfter(messages))
}
