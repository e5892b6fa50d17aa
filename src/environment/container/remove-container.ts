import type { ContainerEngine } from './engine.ts'

/** Removes a container, running or not, with the volumes that were made for it. One that is gone is fine. */
export async function removeContainer({ client }: ContainerEngine, id: string): Promise<void> {
  await client.container.getById(id).remove({ force: true, v: true }).catch(unlessGone)
}

/**
 * Removes a network. Containers that are still in it, since they are kept for the next run, go out of it; one that cannot
 * go is found by the engine when the network is removed.
 */
export async function removeNetwork({ client }: ContainerEngine, id: string): Promise<void> {
  const network = client.network.getById(id)
  const { Containers = {} } = (await network.inspect().catch(unlessGone)) ?? {}
  await Promise.all(
    Object.keys(Containers).map((container) =>
      network.disconnect({ Container: container, Force: true }).catch(() => undefined),
    ),
  )
  await network.remove().catch(unlessGone)
}

/** 404: somebody has removed it; 409: somebody is just removing it. */
function unlessGone(thrown: unknown): void {
  const status = (thrown as { statusCode?: unknown }).statusCode
  if (status !== 404 && status !== 409) throw thrown
}
