import { isJsonObject } from '../../core/json.ts'
import type { NotifiedStep } from '../model/protocol-steps.ts'
import { caughtMessages } from './caught-messages.ts'
import { renderText } from './rendered-text.ts'
import type { Attempt, StepContext } from './step-context.ts'

/** The messages of this run that the mirror `notify` caught. The answer is `{ messages }`; none is a failure. */
export async function findNotifications(step: NotifiedStep, context: StepContext): Promise<Attempt> {
  const all = await caughtMessages(step.place, context, context.correlationId)
  const wanted = wantedFields(step, context)
  const messages = all.filter(
    (message) => isJsonObject(message) && wanted.every(([field, value]) => message[field] === value),
  )
  const answer = { messages }
  if (messages.length > 0) return { answer }
  const conditions = wanted.map(([field]) => `this "${field}"`)
  const which = conditions.length === 0 ? '' : ` with ${conditions.join(' and ')}`
  const sent = `${all.length} ${all.length === 1 ? 'message' : 'messages'} of this run in all`
  return { answer, failure: { message: `nobody was sent a message${which} (${sent})`, place: step.place } }
}

function wantedFields({ to, channel, subject }: NotifiedStep, { scope }: StepContext): [string, string][] {
  return Object.entries({ to, channel, subject }).flatMap(([field, template]) =>
    template === undefined ? [] : [[field, renderText(template, scope, `"${field}"`)]],
  )
}
