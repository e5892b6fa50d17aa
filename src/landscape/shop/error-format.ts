import { HttpResponse } from 'msw'
import type { Refusal } from '../refusal.ts'

/** Errors as the Store API and the Admin API write them. */
export function shopError({ status, code, message }: Refusal): Response {
  return HttpResponse.json(
    { errors: [{ status: String(status), code, title: titles[status] ?? 'Bad Request', detail: message }] },
    { status },
  )
}

const titles: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  412: 'Precondition Failed',
  503: 'Service Unavailable',
}
