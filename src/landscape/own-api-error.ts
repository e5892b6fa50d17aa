import { HttpResponse } from 'msw'
import type { Refusal } from './refusal.ts'

/** Errors as our own APIs write them, and the service layer of the ERP: `{ error: { code, message } }`. */
export function ownApiError({ status, code, message }: Refusal): Response {
  return HttpResponse.json({ error: { code, message } }, { status })
}
