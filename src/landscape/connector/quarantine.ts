import { messageOf, StandinError } from '../../core/error.ts'
import type { Json } from '../../core/json.ts'
import type { Message, MessageLog } from '../../core/message-log.ts'
import type { Handle } from './deliver.ts'

/** Puts one message away for people to look at, with the reason why it could not be dealt with. */
export type SetAside = (message: Message, reason: string) => Promise<void>

/** What becomes of messages that will never be taken, however often they are tried. */
export type Quarantine = (handle: Handle, setAside: SetAside) => Handle

/**
 * Messages that are refused together are tried one by one, in their order; what is refused alone is set aside, and the
 * ones behind it go on. A system that is not there is no message's fault: that goes up, and all are tried again.
 */
export const setRefusedAside: Quarantine = (handle, setAside) => async (messages) => {
  try {
    await handle(messages)
  } catch (thrown) {
    if (isOutage(thrown)) throw thrown
    for (const message of messages) await handleAlone(message, handle, setAside)
  }
}

async function handleAlone(message: Message, handle: Handle, setAside: SetAside): Promise<void> {
  try {
    await handle([message])
  } catch (thrown) {
    if (isOutage(thrown)) throw thrown
    await setAside(message, reasonOf(thrown))
  }
}

function reasonOf(thrown: unknown): string {
  const said = (thrown as Error | undefined)?.cause
  return typeof said === 'string' ? `${messageOf(thrown)}: ${said}` : messageOf(thrown)
}

/** Whether trying again may help. */
export function isOutage(thrown: unknown): boolean {
  return thrown instanceof StandinError && thrown.kind === 'environment'
}

/** Sets messages of a flow aside in the topic `dead-letters`, with where they came from, under their own key. */
export function deadLetters(log: MessageLog, flow: string, now: () => number): SetAside {
  return async ({ topic, partition, offset, key, value, headers }, reason) => {
    const letter: Json = { flow, reason, at: new Date(now()).toISOString(), topic, partition, offset, key, value }
    await log.publish('dead-letters', [{ key, value: letter, headers }])
  }
}
