import type { RunningSystem } from '../../core/landscape.ts'
import type { LandscapeFile } from '../../landscape/format.ts'
import type { ContainerAddress } from './user-containers.ts'

type Addresses = ReadonlyMap<string, ContainerAddress>

/** The landscape with systems in containers as systems at an address, which is all that they are to it. */
export function withAddresses(file: LandscapeFile, addresses: Addresses): LandscapeFile {
  const systems = Object.entries(file.systems).map(([name, system]) => {
    const url = addresses.get(name)?.url
    if (url === undefined) return [name, system]
    return [name, { ...system, api: url.startsWith('tcp:') ? { tcp: url.slice('tcp://'.length) } : { url } }]
  })
  return { ...file, systems: Object.fromEntries(systems) }
}

/** The systems with host and ports of those that are in containers. */
export function withPorts(
  systems: ReadonlyMap<string, RunningSystem>,
  addresses: Addresses,
): ReadonlyMap<string, RunningSystem> {
  const all = new Map(systems)
  for (const [name, { host, ports }] of addresses) {
    const system = systems.get(name)
    if (system === undefined) continue
    const [first, ...others] = Object.entries(ports)
    const named = others.map(([port, published]) => [`port${port}`, String(published)])
    const credentials = { host, port: String(first?.[1]), ...Object.fromEntries(named) }
    all.set(name, { ...system, credentials: { ...system.credentials, ...credentials } })
  }
  return all
}
