import { cutConnection, type HttpFault, sendWhole } from './exchange.ts'

/** The request is processed to its end, and whoever sent it hears nothing, or the time-out of a gateway. */
export const lostAck: HttpFault<'lostAck'> = async ({ as }, { outgoing, proceed }) => {
  await proceed()
  if (as === 'cut') return cutConnection(outgoing)
  const body = Buffer.from(JSON.stringify({ status: 504, detail: 'gateway time-out' }))
  return sendWhole(outgoing, { status: 504, headers: [['content-type', 'application/problem+json']], body })
}
