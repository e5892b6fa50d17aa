import type { GenericContainer } from 'testcontainers'
import { type ContainerEngine, hostOf, loopback } from './engine.ts'

export interface Placement {
  /** Fixed ports of this machine, by the ports within. */
  published: Readonly<Record<number, number>>
  network: string
  alias: string
  /** It outlives the run, and so has a place outside of the run's network. */
  reuse: boolean
  /** It has been made, and is about to start. */
  onCreated(id: string): void
}

/** Where containers are that nobody puts into a network; its ports stay published when a run's network goes. */
const outside = 'bridge'

/**
 * A container on the run's own network, whose ports are published on the loopback address, where the engine is on
 * this machine; testcontainers alone would open them to everybody who can reach the machine.
 */
export function containerAtLoopback(
  engine: ContainerEngine,
  image: string,
  { published, network, alias, reuse, onCreated }: Placement,
): GenericContainer {
  const isHere = hostOf(engine) === loopback
  class AtLoopback extends engine.testcontainers.GenericContainer {
    protected override async beforeContainerCreated(): Promise<void> {
      const bindings = this.hostConfig.PortBindings as Record<string, { HostIp?: string; HostPort?: string }[]>
      for (const [port, [binding]] of Object.entries(bindings)) {
        if (binding === undefined) continue
        if (isHere) binding.HostIp = loopback
        binding.HostPort = String(published[Number.parseInt(port, 10)] ?? 0)
      }
      if (!reuse) this.createOpts.NetworkingConfig = { EndpointsConfig: { [network]: { Aliases: [alias] } } }
    }

    protected override async containerCreated(id: string): Promise<void> {
      onCreated(id)
      if (!reuse) return
      const endpoint = { Container: id, EndpointConfig: { Aliases: [alias] } }
      await engine.client.network.getById(network).connect(endpoint)
    }
  }
  // Its own clean-up would need a container of its own; ours goes by labels.
  return new AtLoopback(image).withNetworkMode(reuse ? outside : network).withAutoCleanup(false)
}
