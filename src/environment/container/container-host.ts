import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { environmentError, messageOf } from '../../core/error.ts'
import type { ContainerSpec, RunningContainer } from './container-spec.ts'
import { containersDirectory } from './directory.ts'
import { connectEngine, type EngineOptions } from './engine.ts'
import { imageName } from './image-name.ts'
import { labels, landscapeMark, runLabels } from './labels.ts'
import { removeLeftContainers } from './left-containers.ts'
import { obtainContainer } from './obtain-container.ts'
import { removeNetwork } from './remove-container.ts'

export interface ContainerHostOptions extends EngineOptions {
  /** The directory of this run; logs go below it, and by its name everything is found again. */
  runDirectory: string
  /** Whose systems they are; containers are left for other runs of the same standin.yaml only. */
  landscapeFile: string
  /** Stands in for Docker Hub. */
  registry?: string
  onEnded(name: string, exitCode: number, lastLines: readonly string[]): void
  signal: AbortSignal
}

/** Starts the containers of one run, in a network of their own. Ending it ends all but those that are left for other runs. */
export interface ContainerHost extends AsyncDisposable {
  start(spec: ContainerSpec): Promise<RunningContainer>
}

/** Connects to the engine, removes what killed runs left in it, and makes the run's network. Throws `container.*`. */
export async function openContainerHost(options: ContainerHostOptions): Promise<ContainerHost> {
  const { runDirectory, landscapeFile, registry, onEnded, signal } = options
  const engine = await connectEngine(options)
  const own = runLabels(runDirectory)
  const logDirectory = join(runDirectory, containersDirectory)
  // Before there is anything to remove, so that whoever removes this directory knows that there may be.
  await mkdir(logDirectory, { recursive: true, mode: 0o700 })
  await removeLeftContainers(engine, dirname(runDirectory))
  const network = await engine.client.network
    .create({ Name: basename(runDirectory), Labels: own, Driver: 'bridge' })
    .catch((thrown: unknown) => {
      throw environmentError({
        code: 'container.network',
        message: `the container engine cannot make a network: ${messageOf(thrown)}`,
        remedy: '`docker network prune` removes networks that nobody uses',
      })
    })
  const started: RunningContainer[] = []
  return {
    async start(spec) {
      const container = await obtainContainer(
        { ...spec, image: imageName(spec.image, registry) },
        {
          engine,
          network: basename(runDirectory),
          temporaryDirectory: dirname(runDirectory),
          labels: { ...own, [labels.system]: spec.name, [labels.landscape]: landscapeMark(landscapeFile) },
          logDirectory,
          onEnded,
          signal,
        },
      )
      started.push(container)
      return container
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map((container) => container[Symbol.asyncDispose]()))
      await removeNetwork(engine, network.id)
    },
  }
}
