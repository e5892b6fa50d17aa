import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { loopback } from './engine.ts'

/** A port of the loopback address that nobody has at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, loopback)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
