import type { Instant, Scheduler } from '../../../core/clock.ts'
import type { EffectOf } from '../../../core/fault-effect.ts'
import type { MessageLog, NewMessage, Position } from '../../../core/message-log.ts'
import { unknownPosition } from './faulty-publishing.ts'

export interface LateMessages {
  /** Stores it later. Those of its key that come after it wait behind it, unless it may be overtaken. */
  hold(topic: string, message: NewMessage, effect: EffectOf<'late'>): Position
  /** Whether something of this key, that may not be overtaken, is still to come. */
  holdsKey(topic: string, message: NewMessage): boolean
  follow(topic: string, message: NewMessage): Position
  holds(topic: string): boolean
}

export function lateMessages(log: MessageLog, clock: Scheduler): LateMessages {
  /** When the last one of a key is due. */
  const due = new Map<string, Instant>()
  const held = new Map<string, number>()
  const keyOf = (topic: string, { key }: NewMessage): string | undefined =>
    key === null ? undefined : `${topic} ${key}`

  const later = (topic: string, message: NewMessage, at: Instant): Position => {
    held.set(topic, (held.get(topic) ?? 0) + 1)
    clock.after(`fault: late on ${topic}`, at - clock.now(), async () => {
      const key = keyOf(topic, message)
      if (key !== undefined && due.get(key) === at) due.delete(key)
      held.set(topic, (held.get(topic) ?? 1) - 1)
      await log.publish(topic, [message])
    })
    return unknownPosition(topic)
  }

  return {
    hold(topic, message, { by, withinKey }) {
      const key = withinKey ? undefined : keyOf(topic, message)
      const at = Math.max(clock.now() + by, key === undefined ? 0 : (due.get(key) ?? 0))
      if (key !== undefined) due.set(key, at)
      return later(topic, message, at)
    },
    holdsKey(topic, message) {
      const key = keyOf(topic, message)
      return key !== undefined && due.has(key)
    },
    follow: (topic, message) => later(topic, message, due.get(keyOf(topic, message) ?? '') ?? clock.now()),
    holds: (topic) => (held.get(topic) ?? 0) > 0,
  }
}
