import type { FaultSubject } from '../../../core/faults.ts'
import type { NewMessage } from '../../../core/message-log.ts'

/** A message as conditions read it. */
export function messageSubject(topic: string, { key, value, headers = {} }: NewMessage): FaultSubject {
  return { message: { topic, key, value, headers: { ...headers } } }
}

/** How reports name a message: by its topic and its business key. */
export function namedMessage(topic: string, { key }: NewMessage): string {
  return key === null ? `a message of ${topic}` : `${topic} ${key}`
}
