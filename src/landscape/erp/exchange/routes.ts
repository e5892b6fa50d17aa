import { type HttpHandler, HttpResponse } from 'msw'
import type { Clock } from '../../../core/clock.ts'
import type { SqlStore } from '../../../core/sql-store.ts'
import { Refusal } from '../../refusal.ts'
import { decodedText, requestText } from '../../request-text.ts'
import { type ApiCall, routesWith } from '../../routes.ts'
import { exportFile } from './export-files.ts'
import { importOrders } from './import-orders.ts'

export interface ExchangeParts {
  store: SqlStore
  clock: Clock
  credentials: { user: string; password: string }
}

/** The ERP's exchange of files: orders come in, articles, prices and stock go out. */
export function exchangeRoutes({ store, clock, credentials }: ExchangeParts): HttpHandler[] {
  const route = routesWith(({ status, code, message }) =>
    HttpResponse.json(
      { error: { code, message } },
      { status, ...(status === 401 && { headers: { 'www-authenticate': 'Basic realm="exchange"' } }) },
    ),
  )
  const known = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`
  const authorize = ({ request }: ApiCall): void => {
    if (request.headers.get('authorization') !== known)
      throw new Refusal(401, '-304', 'The user and the password of the ERP are needed')
  }
  return [
    route('post', '/exchange/orders', async (call) => {
      authorize(call)
      return HttpResponse.json({ ...(await importOrders(store, await droppedFile(call.request), clock.now())) })
    }),
    route('get', '/exchange/:file', async (call) => {
      authorize(call)
      const { file = '' } = call.params
      const text = await exportFile(store, file)
      if (text === undefined) throw new Refusal(404, '-2028', `There is no file ${file.slice(0, 60)}`)
      return new Response(text, { headers: { 'content-type': 'text/csv; charset=utf-8; header=present' } })
    }),
  ]
}

/** The file as the body of the request, or in the field `file` of a form. */
async function droppedFile(request: Request): Promise<string> {
  const type = request.headers.get('content-type') ?? ''
  if (/^text\/csv\s*(;|$)/i.test(type)) return requestText(request)
  if (!/^multipart\/form-data\s*;/i.test(type))
    throw new Refusal(415, '-5003', 'A file is of the content type text/csv, or comes in a form (multipart/form-data)')
  const form = await request.formData().catch(() => undefined)
  const file = form?.get('file')
  if (!(file instanceof File)) throw new Refusal(400, '-5003', 'The form has no file in the field "file"')
  return decodedText(await file.bytes(), file.type)
}
