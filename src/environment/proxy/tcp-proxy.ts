import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { FaultBoard } from '../../core/faults.ts'
import { isDown, passageOf } from '../faults/tcp-passage.ts'
import type { StartedProxy } from './http-proxy.ts'
import { listenLocally } from './listen.ts'

export interface TcpProxyOptions {
  /** Named in messages and on the board. */
  system: string
  /** `tcp://HOST:PORT` */
  target: string
  board: FaultBoard
}

/** Stands in front of a system that is reached over TCP: bytes go through, unless a fault cuts them off or slows them. */
export async function startTcpProxy({ system, target, board }: TcpProxyOptions): Promise<StartedProxy> {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (isDown(board, system)) {
      client.resetAndDestroy()
      return
    }
    const upstream = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), allowHalfOpen: true })
    join(client, upstream)
  })

  const join = (client: Socket, upstream: Socket): void => {
    const cut = (): void => {
      client.resetAndDestroy()
      upstream.resetAndDestroy()
    }
    const passage = passageOf(board, system, cut)
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from)
      from.on('error', cut)
      from.on('close', () => open.delete(from))
      passage(from, to)
    }
  }

  const listening = await listenLocally(server, system)
  return {
    url: `tcp://127.0.0.1:${listening}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
