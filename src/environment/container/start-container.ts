import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { GenericContainer } from 'testcontainers'
import { StandinError } from '../../core/error.ts'
import { containerAtLoopback } from './container-at-loopback.ts'
import { type ContainerLog, containerLog } from './container-log.ts'
import type { ContainerSpec, RunningContainer } from './container-spec.ts'
import type { ContainerEngine } from './engine.ts'
import { exitDuringStart } from './exit-of-container.ts'
import { removeContainer } from './remove-container.ts'
import { runningContainer } from './running-container.ts'
import { endedEarly, notReady, notStarted } from './start-failure.ts'
import { waitStrategy } from './wait-strategy.ts'

export interface StartOptions {
  engine: ContainerEngine
  network: string
  /** Where the directories of runs are. */
  temporaryDirectory: string
  labels: Readonly<Record<string, string>>
  /** Where logs are kept. */
  logDirectory: string
  /** It has ended by itself after it had been ready. */
  onEnded(name: string, exitCode: number, lastLines: readonly string[]): void
  signal: AbortSignal
}

const usualPatience = 60_000

/**
 * Starts a container whose image is there, and waits until it is ready. Throws `container.port-taken`, `container.ended`
 * and `container.not-ready` (both with its last lines), `container.not-started`; whatever was begun is removed then.
 */
export async function startContainer(
  spec: ContainerSpec,
  options: StartOptions,
  isKept: () => boolean,
): Promise<RunningContainer> {
  const { engine, logDirectory, signal } = options
  const log = containerLog(join(logDirectory, `${spec.name}.log`), { ...spec.environment, ...spec.secrets })
  const created = Promise.withResolvers<string>()
  const within = spec.within ?? usualPatience
  // testcontainers gives up later than we do: it would end the container, and that would look like its own end.
  const starting = waitStrategy(engine, spec).then((strategy) =>
    described(spec, options, log, created.resolve)
      .withWaitStrategy(strategy)
      .withStartupTimeout(2 * within)
      .start(),
  )
  const watching = new AbortController()
  const interruption = interruptionOf(signal, watching.signal)
  try {
    const container = await Promise.race([
      starting.catch((thrown: unknown): never => {
        throw notStarted(spec, log, thrown)
      }),
      pause(within, undefined, { signal: watching.signal }).then((): never => {
        throw notReady(spec, log, within)
      }),
      created.promise.then((id) => failWhenEnded(spec, engine, id, log, watching.signal)),
      interruption,
    ])
    const inspected = await engine.client.container.getById(container.getId()).inspect()
    return runningContainer(inspected, spec, options, log, isKept)
  } catch (thrown) {
    const id = await Promise.race([created.promise, starting.then(nothing, nothing)])
    if (id !== undefined) await removeContainer(engine, id)
    await starting.catch(nothing)
    throw thrown
  } finally {
    watching.abort()
  }
}

function described(
  { name, image, ports, environment, secrets, command, files = [], published = {}, reuse = false }: ContainerSpec,
  { engine, network, labels }: StartOptions,
  log: ContainerLog,
  onCreated: (id: string) => void,
): GenericContainer {
  const container = containerAtLoopback(engine, image, { published, network, alias: name, reuse, onCreated })
    .withLabels({ ...labels })
    .withExposedPorts(...ports)
    .withLogConsumer((stream) => void log.follow(stream))
    .withCopyFilesToContainer(files.filter((file) => !file.isDirectory).map(copied))
    .withCopyDirectoriesToContainer(files.filter((file) => file.isDirectory).map(copied))
  container.withEnvironment({ ...environment, ...secrets })
  if (command !== undefined) container.withCommand([...command])
  return container
}

function copied({ from, to }: { from: string; to: string }): { source: string; target: string } {
  return { source: from, target: to }
}

/** testcontainers would wait on for what a container that has ended can never do. */
async function failWhenEnded(
  spec: ContainerSpec,
  engine: ContainerEngine,
  id: string,
  log: ContainerLog,
  watched: AbortSignal,
): Promise<never> {
  const exitCode = await exitDuringStart(engine, id, watched)
  const { container } = engine.client
  await log.follow(await container.logs(container.getById(id)))
  throw endedEarly(spec, log, exitCode)
}

function interruptionOf(signal: AbortSignal, watched: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  const interrupt = (): void => reject(new StandinError('interrupted', { code: 'interrupted', message: 'interrupted' }))
  if (signal.aborted) interrupt()
  else signal.addEventListener('abort', interrupt, { signal: watched })
  return promise
}

const nothing = (): undefined => undefined
