import type { Consumer, Message } from '../../core/message-log.ts'

/** Takes the next messages in hand, at least one; none when the signal aborts. */
export type Take = (consumer: Pick<Consumer, 'poll'>, most: number, signal: AbortSignal) => Promise<Message[]>

/** No more than the flow can hold: what else there is stays in the log, which is made for keeping it. */
export const takeUpTo: Take = (consumer, most, signal) => consumer.poll(most, signal)
