import { environmentError, StandinError } from '../core/error.ts'
import type { RunningLandscape } from '../core/landscape.ts'
import { startTicking } from '../environment/ticking.ts'
import { isDefect } from '../landscape/defects/table.ts'
import { nameWithSize } from '../landscape/pack/pack.ts'
import { openSnapshot } from '../stores/files/snapshot-source.ts'
import type { Ambient } from './ambient.ts'
import { snapshotName } from './clone/snapshot-name.ts'
import { answerRequest } from './environment-answers.ts'
import { describe, type EnvironmentFacts, hostedEnvironments, statusAnswer } from './environment-status.ts'
import { type HostedLandscape, hostLandscape } from './host-landscape.ts'
import { type EnvironmentHouse, environmentHouse } from './hosting/environment-house.ts'
import { loadLandscape, loadPack } from './load-landscape.ts'
import type { Configuration, EnvironmentStatus } from './requests.ts'

export {
  branchEnvironment,
  deleteSave,
  environmentSaves,
  loadSave,
  resetEnvironment,
  saveEnvironment,
} from './environment-asks.ts'
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
    pack: snapshot === undefined ? nameWithSize(pack) : snapshotName(snapshot),
    now: ambient.wallClock.now,
  }
  const down = new AbortController()
  const ended = AbortSignal.any([signal, down.signal])
  let house: EnvironmentHouse | undefined
  let isReady = false
  await using running: HostedLandscape = await hostLandscape(
    configuration,
    {
      landscape,
      pack,
      ...(snapshot && { snapshot }),
      defects: (landscape.file.defects ?? []).filter(isDefect),
      start: facts.startedAt,
      sink: () => undefined,
      // It is up when it can be asked for everything.
      status: (up) => statusAnswer(facts, isReady ? up : undefined, house),
      onDown: () => down.abort(),
      onLost: (lost) => down.abort(lost),
      isConnectorLate: true,
      resettable: true,
      onRequest: async (request) => answerRequest(house ?? refuseReset(running), request),
      signal: ended,
    },
    ambient,
  )
  await using housed = running.resets && environmentHouse(name, running.resets, ambient)
  house = housed
  await using _ticking = housed === undefined ? startTicking(running.clock, ambient.wallClock) : undefined
  isReady = true
  onReady(await describe(facts, running, housed))
  await new Promise<void>((resolve) => {
    if (ended.aborted) resolve()
    ended.addEventListener('abort', () => resolve(), { once: true })
  })
  if (down.signal.reason instanceof StandinError) throw down.signal.reason
}

function refuseReset({ systems }: RunningLandscape): never {
  const others = [...systems.values()].filter(({ storeBackend = 'embedded' }) => storeBackend !== 'embedded')
  throw environmentError({
    code: 'reset.not-embedded',
    message: `the environment cannot be put back, saved or branched: the stores of ${others.map(({ name }) => name).join(', ')} are not embedded`,
    remedy: 'take `store:` of these systems out of standin.yaml, or take the environment down and up again',
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
