import { environmentError } from '../core/error.ts'
import type { RunningLandscape } from '../core/landscape.ts'
import { startTicking } from '../environment/ticking.ts'
import { isDefect } from '../landscape/defects/table.ts'
import { openSnapshot } from '../stores/files/snapshot-source.ts'
import type { Ambient } from './ambient.ts'
import { snapshotName } from './clone/snapshot-name.ts'
import { describe, type EnvironmentFacts, hostedEnvironments, statusAnswer } from './environment-status.ts'
import { hostLandscape } from './host-landscape.ts'
import { loadLandscape, loadPack } from './load-landscape.ts'
import type { Configuration, EnvironmentStatus } from './requests.ts'

export { environmentUp } from './environment-up.ts'
export { environmentsDown } from './environments-down.ts'

/** Hosts an environment in this process until the signal aborts or another process takes it down. Its clock follows the time of day. */
export async function hostEnvironment(
  configuration: Configuration,
  { name, snapshot: directory }: { name: string; snapshot?: string },
  ambient: Ambient,
  onReady: (status: EnvironmentStatus) => void,
  signal: AbortSignal,
): Promise<void> {
  await refuseTwice(configuration, name)
  const landscape = await loadLandscape(configuration)
  const pack = await loadPack(configuration, landscape)
  const snapshot = directory === undefined ? undefined : await openSnapshot(directory, signal)
  const facts: EnvironmentFacts = {
    name,
    pid: ambient.processId,
    startedAt: ambient.wallClock.now(),
    pack: snapshot === undefined ? pack.name : snapshotName(snapshot),
  }
  const down = new AbortController()
  const ended = AbortSignal.any([signal, down.signal])
  await using running: RunningLandscape = await hostLandscape(
    configuration,
    {
      landscape,
      pack,
      ...(snapshot && { snapshot }),
      defects: (landscape.file.defects ?? []).filter(isDefect),
      start: facts.startedAt,
      sink: () => undefined,
      status: (up) => statusAnswer(facts, up),
      onDown: () => down.abort(),
      signal: ended,
    },
    ambient,
  )
  await using _ticking = startTicking(running.clock, ambient.wallClock)
  onReady(await describe(facts, running))
  await new Promise<void>((resolve) => {
    if (ended.aborted) resolve()
    ended.addEventListener('abort', () => resolve(), { once: true })
  })
}

async function refuseTwice({ temporaryDirectory }: Configuration, name: string): Promise<void> {
  const environments = await hostedEnvironments(temporaryDirectory)
  if (environments.every((environment) => environment.name !== name)) return
  throw environmentError({
    code: 'environment.already-up',
    message: `the environment "${name}" is already up`,
    remedy: `take it down first (standin env down --name ${name}), or give this one another name with --name`,
  })
}

/** The environments that are up: all of them, or the one of this name. */
export async function environmentStatuses(
  { temporaryDirectory }: Configuration,
  name?: string,
): Promise<readonly EnvironmentStatus[]> {
  const environments = await hostedEnvironments(temporaryDirectory)
  return environments.flatMap(({ status }) =>
    status !== undefined && (name === undefined || status.name === name) ? [status] : [],
  )
}
