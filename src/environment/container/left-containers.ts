import type { ContainerEngine } from './engine.ts'
import { isKept } from './kept/kept-containers.ts'
import { labels, machineMark } from './labels.ts'
import { isLeft } from './left-runs.ts'
import { removeContainer, removeNetwork } from './remove-container.ts'

/**
 * Removes the containers and networks of runs that were killed, on this machine and with this temporary directory; those
 * of runs that live, those that are kept for the next run, and everybody else's, are left alone. So is what cannot be
 * removed at this moment, as when others are removing it as well: it is looked at again by the next run.
 */
export async function removeLeftContainers(engine: ContainerEngine, temporaryDirectory: string): Promise<void> {
  const { dockerode } = engine.client.container
  const filters = JSON.stringify({ label: [`${labels.machine}=${machineMark(temporaryDirectory)}`] })
  const containers = await dockerode.listContainers({ all: true, filters })
  const networks = await dockerode.listNetworks({ filters })
  const directories = new Set([...containers, ...networks].map((thing) => directoryOf(thing)))
  const left = new Set<string | undefined>()
  for (const directory of directories) if (directory !== undefined && (await isLeft(directory))) left.add(directory)
  await Promise.allSettled(
    containers
      .filter((one) => left.has(directoryOf(one)) && !isKept(one))
      .map((one) => removeContainer(engine, one.Id)),
  )
  await Promise.allSettled(
    networks.filter((one) => left.has(directoryOf(one))).map((one) => removeNetwork(engine, one.Id)),
  )
}

function directoryOf({ Labels }: { Labels?: Record<string, string> }): string | undefined {
  return Labels?.[labels.directory]
}
