import type { MessageLog, NewMessage } from '../core/message-log.ts'

/** A log whose messages say which system wrote them, for reports: in the header `x-standin-caller`. */
export function signedLog(log: MessageLog, caller: string): MessageLog {
  const signed = (messages: readonly NewMessage[]): NewMessage[] =>
    messages.map((message) => ({ ...message, headers: { 'x-standin-caller': caller, ...message.headers } }))
  return {
    ...log,
    publish: (topic, messages) => log.publish(topic, signed(messages)),
    publishTogether: (batches) =>
      log.publishTogether(batches.map(({ topic, messages }) => ({ topic, messages: signed(messages) }))),
  }
}
