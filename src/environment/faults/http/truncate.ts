import { type HttpFault, sendWhole } from './exchange.ts'

/** The request is processed; its answer is a proper one whose body stops in the middle, as a broken proxy leaves it. */
export const truncate: HttpFault<'truncate'> = async ({ bytes }, { outgoing, proceed }) => {
  const { status, headers, body } = await proceed()
  return sendWhole(outgoing, { status, headers, body: body.subarray(0, bytes ?? Math.floor(body.length / 2)) })
}
