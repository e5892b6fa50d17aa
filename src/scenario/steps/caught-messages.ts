import { environmentError } from '../../core/error.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import type { Place } from '../../core/place.ts'
import { usualHttpSettings } from '../parse/read-http-settings.ts'
import { decoded, exchange } from './http-exchange.ts'
import type { StepContext } from './step-context.ts'

/** The messages that the mirror `notify` caught: all, or those with a correlation id. */
export async function caughtMessages(place: Place, context: StepContext, correlationId?: string): Promise<Json[]> {
  const { url: base, credentials } = context.landscape.systems.get('notify') ?? {}
  const broken = (message: string) => environmentError({ code: 'notify.unusable', message, place })
  if (base === undefined) throw broken('the landscape has no system "notify" with an API')
  const url = new URL(`${base}/messages`)
  if (correlationId !== undefined) url.searchParams.set('correlationId', correlationId)
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
