import { cutConnection, type HttpFault, writeHead } from './exchange.ts'

/** The request is processed; of the answer comes the head and half of the body, then the connection is reset. */
export const reset: HttpFault<'reset'> = async (_, { outgoing, proceed }) => {
  const { status, headers, body } = await proceed()
  writeHead(outgoing, status, headers, Math.max(2, body.length))
  const half = body.length > 1 ? body.subarray(0, Math.floor(body.length / 2)) : Buffer.from(' ')
  await new Promise<void>((resolve) => {
    outgoing.once('close', resolve)
    outgoing.write(half, () => resolve())
  })
  cutConnection(outgoing)
  return status
}
