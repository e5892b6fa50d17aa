import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** A port of the loopback address that nobody else gets until it is released. */
export interface ReservedPort {
  port: number
  release(): Promise<void>
}

export async function reservePort(): Promise<ReservedPort> {
  const holder = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  return {
    port,
    async release() {
      if (!holder.listening) return
      holder.close()
      await once(holder, 'close')
    },
  }
}

/** A port of the loopback address that nobody has at this moment. */
export async function freePort(): Promise<number> {
  const { port, release } = await reservePort()
  await release()
  return port
}
