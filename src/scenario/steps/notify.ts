import { environmentError } from '../../core/error.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import type { NotifiedStep } from '../model/protocol-steps.ts'
import { usualHttpSettings } from '../parse/read-http-settings.ts'
import { decoded, exchange } from './http-exchange.ts'
import { renderText } from './rendered-text.ts'
import type { Attempt, StepContext } from './step-context.ts'

/** The messages of this run that the mirror `notify` caught. The answer is `{ messages }`; none is a failure. */
export async function findNotifications(step: NotifiedStep, context: StepContext): Promise<Attempt> {
  const all = await caughtMessages(step, context)
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

async function caughtMessages({ place }: NotifiedStep, context: StepContext): Promise<Json[]> {
  const { url: base, credentials } = context.landscape.systems.get('notify') ?? {}
  const broken = (message: string) => environmentError({ code: 'notify.unusable', message, place })
  if (base === undefined) throw broken('the landscape has no system "notify" with an API')
  const url = new URL(`${base}/messages`)
  url.searchParams.set('correlationId', context.correlationId)
  const headers = new Headers({
    authorization: `Bearer ${credentials?.apiKey ?? ''}`,
    'x-correlation-id': context.correlationId,
    'x-standin-caller': 'scenario',
  })
  const answer = await exchange({ method: 'GET', url, headers }, usualHttpSettings, context, place)
  const { body } = decoded(answer)
  const items = isJsonObject(body) ? body.items : undefined
  if (answer.status !== 200 || !Array.isArray(items))
    throw broken(`notify answered ${answer.status} instead of its messages`)
  return items
}
