import { HttpResponse } from 'msw'
import type { Refusal } from '../refusal.ts'

/** As Confluent's services write errors: a code of its own kind and a sentence. */
export function brokerError({ status, code, message }: Refusal): Response {
  const number = Number(code)
  return HttpResponse.json({ error_code: Number.isInteger(number) ? number : status, message }, { status })
}
