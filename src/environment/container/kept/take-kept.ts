import { join } from 'node:path'
import { containerLog } from '../container-log.ts'
import type { ContainerSpec, RunningContainer } from '../container-spec.ts'
import { labels } from '../labels.ts'
import { portAnswers } from '../port-answers.ts'
import { removeContainer } from '../remove-container.ts'
import { runningContainer, variablesOf } from '../running-container.ts'
import type { StartOptions } from '../start-container.ts'
import { isInUse, type KeptContainer, keptContainers } from './kept-containers.ts'

/**
 * Takes a container that a run has left and no other run has, when it is the same; gives nothing when there is none. Those
 * of the same system that are not the same any more are removed.
 */
export async function takeKept(
  spec: ContainerSpec,
  wanted: string | undefined,
  options: StartOptions,
): Promise<RunningContainer | undefined> {
  const { engine, temporaryDirectory } = options
  const fitting: KeptContainer[] = []
  for (const kept of await keptContainers(engine, ofSystem(options))) {
    if (await isInUse(kept, temporaryDirectory)) continue
    if (kept.Labels[labels.kept] === wanted && kept.State === 'running') fitting.push(kept)
    else await removeContainer(engine, kept.Id)
  }
  for (const { Id } of fitting) {
    const taken = (await claim(Id, spec.name, options)) ? await inOrder(Id, spec, options) : undefined
    if (taken !== undefined) return taken
  }
  return undefined
}

function ofSystem({ labels: own }: StartOptions): Record<string, string | undefined> {
  return Object.fromEntries([labels.machine, labels.landscape, labels.system].map((label) => [label, own[label]]))
}

/** Of two runs that want it at the same moment none gets it, so that never both do. */
async function claim(
  id: string,
  alias: string,
  { engine, network, temporaryDirectory }: StartOptions,
): Promise<boolean> {
  const { client } = engine
  const own = client.network.getById(network)
  try {
    await own.connect({ Container: id, EndpointConfig: { Aliases: [alias] } })
    if (!(await isInUse(await client.container.getById(id).inspect(), temporaryDirectory, network))) return true
    await own.disconnect({ Container: id, Force: true })
    return false
  } catch (thrown) {
    if ((thrown as { statusCode?: unknown }).statusCode === 404) return false
    throw thrown
  }
}

/** One that does not answer any more, or cannot be emptied, is removed. */
async function inOrder(id: string, spec: ContainerSpec, options: StartOptions): Promise<RunningContainer | undefined> {
  const { client } = options.engine
  const inspected = await client.container.getById(id).inspect()
  const log = containerLog(join(options.logDirectory, `${spec.name}.log`), variablesOf(inspected))
  let isFit = false
  const container = runningContainer(inspected, spec, options, log, () => isFit)
  try {
    const answers = await Promise.all(spec.ports.map((port) => portAnswers(container.host, container.port(port))))
    if (!answers.every(Boolean)) throw new Error('it does not answer')
    await spec.empty?.(container)
    void log.follow(await client.container.logs(client.container.getById(id), { tail: 0 }))
    isFit = true
    return container
  } catch {
    await container[Symbol.asyncDispose]()
    return undefined
  }
}
