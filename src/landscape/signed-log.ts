import type { MessageLog } from '../core/message-log.ts'

/** A log whose messages say which system wrote them, for reports: in the header `x-standin-caller`. */
export function signedLog(log: MessageLog, caller: string): MessageLog {
  return {
    ...log,
    publish: (topic, messages) =>
      log.publish(
        topic,
        messages.map((message) => ({ ...message, headers: { 'x-standin-caller': caller, ...message.headers } })),
      ),
  }
}
