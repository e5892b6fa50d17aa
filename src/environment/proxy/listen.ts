import { once } from 'node:events'
import type { Server } from 'node:net'
import { environmentError } from '../../core/error.ts'

/** Listens on a free port of the loopback address. Throws `proxy.no-port`. */
export async function listenLocally(server: Server, system: string): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening').catch((thrown: unknown) => {
    throw environmentError({ code: 'proxy.no-port', message: `no port for the proxy in front of ${system}` }, thrown)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port')
  return address.port
}
