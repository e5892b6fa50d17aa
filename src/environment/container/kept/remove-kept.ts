import { connectEngine, type EngineOptions } from '../engine.ts'
import { labels, machineMark } from '../labels.ts'
import { removeLeftContainers } from '../left-containers.ts'
import { removeContainer } from '../remove-container.ts'
import { isInUse, keptContainers } from './kept-containers.ts'

export interface RemovedContainer {
  system: string
  image: string
  /** A run that lives has it, so that it was left alone. */
  isInUse: boolean
}

/**
 * Removes the containers that runs on this machine, with this temporary directory, have left for the next ones, and those
 * that killed runs have left. Throws `container.*`.
 */
export async function removeKept(temporaryDirectory: string, options: EngineOptions): Promise<RemovedContainer[]> {
  const engine = await connectEngine(options)
  await removeLeftContainers(engine, temporaryDirectory)
  const kept = await keptContainers(engine, { [labels.machine]: machineMark(temporaryDirectory) })
  return Promise.all(
    kept.map(async (container) => {
      const used = await isInUse(container, temporaryDirectory)
      if (!used) await removeContainer(engine, container.Id)
      return { system: container.Labels[labels.system] ?? '', image: container.Image, isInUse: used }
    }),
  )
}
