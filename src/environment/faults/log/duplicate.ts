import type { Scheduler } from '../../../core/clock.ts'
import type { EffectOf } from '../../../core/fault-effect.ts'
import type { MessageLog, NewMessage } from '../../../core/message-log.ts'

/** Stores more copies of a message: at once, or later in landscape time, as a producer does that hears no answer. */
export async function duplicate(
  log: MessageLog,
  clock: Scheduler,
  topic: string,
  message: NewMessage,
  { copies, delay }: EffectOf<'duplicate'>,
): Promise<void> {
  const again = async (): Promise<void> => {
    await log.publish(
      topic,
      Array.from({ length: copies }, () => message),
    )
  }
  if (delay === undefined) await again()
  else clock.after(`fault: duplicate on ${topic}`, delay, again)
}
