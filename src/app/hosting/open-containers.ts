import type { Disposal } from '../../core/disposal.ts'
import type { EventSink } from '../../core/events.ts'
import type { ContainerHost } from '../../environment/container/container-host.ts'
import type { EngineOptions } from '../../environment/container/engine.ts'
import type { LandscapeFile } from '../../landscape/format.ts'
import { sqlSystems } from '../../landscape/systems.ts'
import type { Ambient } from '../ambient.ts'
import { shippedLandscape } from '../package-directory.ts'
import type { Configuration } from '../requests.ts'
import { backendOf } from './store-place.ts'

export interface ContainersOptions {
  configuration: Configuration
  file: LandscapeFile
  /** Of the run. */
  directory: string
  ambient: Ambient
  sink: EventSink
  opened: Disposal
  signal: AbortSignal
}

/** What starts containers for the run: opened when it is first asked for, and ended with `opened`. */
export function containersOf(options: ContainersOptions): () => Promise<ContainerHost> {
  let opening: Promise<ContainerHost> | undefined
  return () => {
    opening ??= open(options)
    return opening
  }
}

/** Whether anything of the landscape is in a container, so that a missing engine can be told before anything is started. */
export function hasContainers(file: LandscapeFile): boolean {
  const isStored = [...sqlSystems, 'pim'].some((system) => backendOf(file, system) === 'container')
  const isLogged = file.systems.broker?.log !== undefined && file.systems.broker.log.url === undefined
  return isStored || isLogged || Object.values(file.systems).some(({ container }) => container !== undefined)
}

async function open(options: ContainersOptions): Promise<ContainerHost> {
  const { configuration, file, directory, ambient, sink, opened, signal } = options
  const { openContainerHost } = await import('../../environment/container/container-host.ts')
  const registry = configuration.registry ?? file.registry
  return opened.use(
    await openContainerHost({
      runDirectory: directory,
      landscapeFile: configuration.landscapeFile ?? shippedLandscape,
      ...engineOptions(configuration, ambient),
      ...(registry !== undefined && { registry }),
      onEnded: (name, exitCode, lastLines) =>
        sink({
          type: 'job.ran',
          at: ambient.wallClock.now(),
          landscapeAt: ambient.wallClock.now(),
          name: `container of ${name}`,
          failure: [`it ended by itself, with exit code ${exitCode}`, ...lastLines].join('\n'),
        }),
      signal,
    }),
  )
}

/** Where the container engine is, and what talks to it. */
export function engineOptions({ variables }: Configuration, { versions }: Ambient): EngineOptions {
  const address = variables.DOCKER_HOST
  const nodeVersion = versions?.node
  return { ...(nodeVersion !== undefined && { nodeVersion }), ...(address !== undefined && { address }) }
}
