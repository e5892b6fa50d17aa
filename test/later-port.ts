import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the ports that systems give to whoever asks for any, so that nobody gets it in the meantime. */
const [lowest, count] = [20_000, 10_000]

/** A free port of the loopback address for a server that is started later. */
export async function laterPort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * count)
    const probe = createServer().listen(port, '127.0.0.1')
    const free = await once(probe, 'listening').then(
      () => true,
      () => false,
    )
    probe.close()
    if (free) await once(probe, 'close')
    if (free) return port
  }
}
