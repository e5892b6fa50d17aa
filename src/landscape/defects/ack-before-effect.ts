import { type Deliver, positionsAfter } from '../connector/deliver.ts'

/**
 * The faulty twin of `effectThenCommit`: it acknowledges what it has received, and deals with it afterwards. When it
 * crashes in between, nobody sends the messages again.
 */
export const commitThenEffect: Deliver = async (consumer, messages, handle) => {
  await consumer.commit(positionsAfter(messages))
  await handle(messages)
}
