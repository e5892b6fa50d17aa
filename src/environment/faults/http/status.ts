import { type HttpFault, sendWhole } from './exchange.ts'

/** Answers in the system's place, which never sees the request. */
export const status: HttpFault<'status'> = async ({ status: code, headers, body }, { outgoing }) => {
  const isText = typeof body === 'string'
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json'
  const names = Object.keys(headers).map((name) => name.toLowerCase())
  const typed = body === undefined || names.includes('content-type') ? [] : [['content-type', type] as const]
  return sendWhole(outgoing, {
    status: code,
    headers: [...Object.entries(headers), ...typed],
    body: Buffer.from(body === undefined ? '' : isText ? body : JSON.stringify(body)),
  })
}
