import type { Disposal } from '../core/disposal.ts'
import type { FaultBoard } from '../core/faults.ts'
import type { RunningSystem } from '../core/landscape.ts'
import type { ProxiedExchange } from '../environment/proxy/http-proxy.ts'

export interface ProxyOptions {
  /** The systems that a fault is meant for. */
  proxied: readonly string[]
  board: FaultBoard
  onExchange(system: string, exchange: ProxiedExchange): void
  opened: Disposal
}

/** The systems as scenarios see them, those that somebody else runs behind a proxy where a fault is to strike them. */
export async function withProxies(
  systems: ReadonlyMap<string, RunningSystem>,
  { proxied, board, onExchange, opened }: ProxyOptions,
): Promise<ReadonlyMap<string, RunningSystem>> {
  const all = new Map(systems)
  for (const name of proxied) {
    const system = systems.get(name)
    if (system?.url === undefined) continue
    if (system.url.startsWith('tcp:')) {
      const { startTcpProxy } = await import('../environment/proxy/tcp-proxy.ts')
      const { url } = opened.use(await startTcpProxy({ system: name, target: system.url, board }))
      const { hostname: host, port } = new URL(url)
      all.set(name, { ...system, url, credentials: { ...system.credentials, host, port } })
    } else {
      const { startHttpProxy } = await import('../environment/proxy/http-proxy.ts')
      const onOne = (exchange: ProxiedExchange): void => onExchange(name, exchange)
      const proxy = await startHttpProxy({ system: name, target: system.url, board, onExchange: onOne })
      all.set(name, { ...system, url: opened.use(proxy).url })
    }
  }
  return all
}
