import { join } from 'node:path'
import { runDirectoryPrefix } from '../../run-directory.ts'
import type { ContainerEngine } from '../engine.ts'
import { labels } from '../labels.ts'
import { isLeft } from '../left-runs.ts'

/** A container that is there for more than one run. */
export type KeptContainer = Awaited<ReturnType<ContainerEngine['client']['container']['list']>>[number]

const namePrefix = 'standin-kept-'

/** Those with these labels that hold all that they are to hold; others are still being made. */
export async function keptContainers(
  { client }: ContainerEngine,
  wanted: Readonly<Record<string, string | undefined>>,
): Promise<KeptContainer[]> {
  const pairs = Object.entries(wanted).map(([label, value]) => `${label}=${value}`)
  const filters = JSON.stringify({ label: [labels.kept, ...pairs] })
  return (await client.container.dockerode.listContainers({ all: true, filters })).filter(isKept)
}

/** Whether it is to outlive its run. */
export function isKept({ Labels, Names }: Pick<KeptContainer, 'Labels' | 'Names'>): boolean {
  return Labels[labels.kept] !== undefined && Names.some((name) => name.replace(/^\//, '').startsWith(namePrefix))
}

/** From now on it is one that others may take, and that no clean-up after a killed run removes: a name can be changed, a label cannot. */
export async function nameAsKept({ client }: ContainerEngine, id: string, system: string): Promise<void> {
  await client.container.getById(id).rename({ name: `${namePrefix}${system}-${id.slice(0, 12)}` })
}

/** Whether a run that lives has it: it is in the run's network then. */
export async function isInUse(
  { NetworkSettings }: Pick<KeptContainer, 'NetworkSettings'>,
  temporaryDirectory: string,
  ownNetwork?: string,
): Promise<boolean> {
  for (const network of Object.keys(NetworkSettings.Networks)) {
    if (network === ownNetwork || !network.startsWith(runDirectoryPrefix)) continue
    if (!(await isLeft(join(temporaryDirectory, network)))) return true
  }
  return false
}
