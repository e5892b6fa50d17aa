import type { Ambient } from './ambient.ts'
import { engineOptions } from './hosting/open-containers.ts'
import type { CleanedContainer, Configuration } from './requests.ts'

/** Removes the containers that were left for the next run, but for those that a run has at this moment. */
export async function cleanContainers(
  configuration: Configuration,
  ambient: Ambient,
): Promise<readonly CleanedContainer[]> {
  const { removeKept } = await import('../environment/container/kept/remove-kept.ts')
  return removeKept(configuration.temporaryDirectory, engineOptions(configuration, ambient))
}
