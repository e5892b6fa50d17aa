import { Buffer } from 'node:buffer'
import type { Instant } from '../core/clock.ts'
import { concealment } from '../core/concealment.ts'
import { allStarted, type Disposal, openAll } from '../core/disposal.ts'
import { refuseWhenAborted, StandinError } from '../core/error.ts'
import type { EventSink } from '../core/events.ts'
import type { Json } from '../core/json.ts'
import type { RunningLandscape } from '../core/landscape.ts'
import { removeAbandonedRuns } from '../environment/abandoned.ts'
import { openRunDirectory } from '../environment/run-directory.ts'
import type { Defect } from '../landscape/defects/table.ts'
import { nameWithSize, type Pack } from '../landscape/pack/pack.ts'
import type { OpenSnapshot } from '../stores/files/snapshot-source.ts'
import type { Ambient } from './ambient.ts'
import type { FreshClone } from './clone/fresh-clone.ts'
import { snapshotName } from './clone/snapshot-name.ts'
import { openBroker } from './hosting/broker.ts'
import { withAddresses } from './hosting/container-systems.ts'
import type { Hosting } from './hosting/hosting.ts'
import { containersOf, engineOptions, hasContainers } from './hosting/open-containers.ts'
import { openLog } from './hosting/open-log.ts'
import { type OpenedStores, openStores } from './hosting/open-stores.ts'
import { openStage, type Stage, type StageOptions } from './hosting/stage.ts'
import { type MainMoments, openMainMoments } from './hosting/store-moments.ts'
import { startUserContainers } from './hosting/user-containers.ts'
import type { LoadedLandscape } from './load-landscape.ts'
import { attachConnector, ownConnector } from './own-connector/attach-connector.ts'
import { connectorChoice } from './own-connector/connector-choice.ts'
import { refuseExternalStores } from './refuse-external-stores.ts'
import type { Configuration } from './requests.ts'
import { trafficEvents } from './traffic-events.ts'

export interface HostOptions {
  landscape: LoadedLandscape
  /** What the systems start with; with a snapshot, it says the landscape's time only. */
  pack: Pack
  snapshot?: OpenSnapshot
  /** Is made of what the systems would start with, and is what they start with instead. */
  clone?: FreshClone
  defects: readonly Defect[]
  /** Keep what the systems ask of each other, so that it can be repeated. */
  keepCalls?: boolean
  /** The landscape's time at the start. */
  start: Instant
  sink: EventSink
  /** What other processes are told that ask for the status. */
  status(landscape: RunningLandscape | undefined): Promise<Json>
  /** Another process asked for the end. */
  onDown(): void
  /** What the landscape stands on has gone away, so that nothing works any more. */
  onLost(lost: StandinError): void
  /** Another process asked for something else. */
  onRequest?(request: Json): Promise<Json>
  /** Prepare the stores for being put back. */
  resettable?: boolean
  /** An abort ends a start that is under way. */
  signal: AbortSignal
  /** A connector that was started elsewhere may come later. */
  isConnectorLate?: boolean
  /** Systems of somebody else that faults are meant for. */
  proxied?: readonly string[]
}

export interface HostedLandscape extends RunningLandscape {
  /** Holds everything that is written for it; removed with it. */
  directory: string
  /** With `resettable` only. */
  resets?: Resettable
}

/** What it takes to put a hosted landscape back, and to open more like it. */
export interface Resettable {
  stage: Stage
  stores: OpenedStores
  moments: MainMoments
  parts: Omit<StageOptions, 'stores'>
}

/** Hosts a landscape: databases, documents, topics, APIs, the connector. Ending it leaves nothing. */
export function hostLandscape(
  configuration: Configuration,
  options: HostOptions,
  ambient: Ambient,
): Promise<HostedLandscape> {
  return openAll(async (opened) => {
    const started = ambient.wallClock.now()
    options.sink({ type: 'environment.starting', at: started })
    const landscape = await startAll(configuration, options, ambient, opened)
    options.sink({
      type: 'environment.started',
      at: ambient.wallClock.now(),
      duration: ambient.wallClock.now() - started,
      systems: [...landscape.systems.values()].map(({ name, url }) => ({ name, ...(url !== undefined && { url }) })),
      landscapeAt: landscape.clock.now(),
      pack: contentName(options),
    })
    return { ...landscape, [Symbol.asyncDispose]: () => endHosting(opened, options, ambient) }
  })
}

function contentName({ pack, snapshot, clone }: HostOptions): string {
  if (clone !== undefined) return clone.name
  return snapshot === undefined ? nameWithSize(pack) : snapshotName(snapshot)
}

async function endHosting(opened: Disposal, { sink }: HostOptions, { wallClock }: Ambient): Promise<void> {
  const began = wallClock.now()
  await opened.dispose().catch(ignoreLost)
  sink({ type: 'environment.stopped', at: wallClock.now(), duration: wallClock.now() - began })
}

/** Of what has gone away nothing is left to end, and that it has was told when it did. */
function ignoreLost(thrown: unknown): void {
  if (!(thrown instanceof StandinError && thrown.code === 'log.unreachable')) throw thrown
}

async function startAll(
  configuration: Configuration,
  options: HostOptions,
  ambient: Ambient,
  opened: Disposal,
): Promise<HostedLandscape> {
  const { pack, sink } = options
  const choice = connectorChoice(configuration.connector)
  const own = await ownConnector(choice, options.landscape.file, opened)
  const concealed = concealment()
  const traffic = trafficEvents(sink, ambient.wallClock, concealed)
  let started: Stage | undefined
  const newSecret = (): string => Buffer.from(ambient.randomBytes(16)).toString('hex')
  const directory = opened.use(
    await openRunDirectory(configuration.temporaryDirectory, {
      status: () => options.status(started?.landscape()),
      down: options.onDown,
      ...(options.onRequest && { answer: options.onRequest }),
    }),
  )
  refuseWhenAborted(options.signal)
  // What cannot be removed is no reason to fail: the next run tries again.
  const sweeping = removeAbandonedRuns(configuration.temporaryDirectory, engineOptions(configuration, ambient)).catch(
    () => undefined,
  )
  opened.defer(async () => void (await sweeping))

  const { file } = options.landscape
  const containers = containersOf({
    configuration,
    file,
    directory: directory.path,
    ambient,
    sink,
    opened,
    signal: options.signal,
  })
  if (hasContainers(file)) await containers()
  const hosting: Hosting = {
    configuration,
    directory: directory.path,
    file,
    pack,
    isEmpty: options.snapshot !== undefined || options.clone !== undefined,
    newSecret,
    now: () => started?.landscape()?.clock.now() ?? options.start,
    containers,
    signal: options.signal,
  }
  const [addresses, stores, broker] = await allStarted([
    startUserContainers(file, options.landscape.directory, containers),
    openStores(hosting, opened),
    openBroker(hosting),
  ])
  if (options.clone !== undefined || options.snapshot !== undefined) refuseExternalStores(stores.backends)
  if (options.clone !== undefined) await options.clone.load(stores.urls, options.signal)
  else if (options.snapshot !== undefined) {
    const { loadHosted } = await import('./clone/load-hosted.ts')
    await loadHosted(options.snapshot.sources, stores.urls, { signal: options.signal })
  }

  const moments = options.resettable === true ? await openMainMoments(stores) : undefined
  const { defects, proxied = [], keepCalls = false } = options
  const parts: Omit<StageOptions, 'stores'> = {
    openLog: (clock, contents) => openLog(hosting, broker, clock, traffic, options.onLost, contents),
    ...{
      file: withAddresses(file, addresses),
      addresses,
      defects,
      proxied,
      keepCalls,
      sink,
      concealed,
      traffic,
      newSecret,
    },
    ...(own && { ownConnector: own.connector }),
    ...(configuration.host !== undefined && { host: configuration.host }),
  }
  const stage = openStage({ ...parts, stores }, ambient, opened)
  started = stage
  let landscape = await stage.begin(options.start)
  refuseWhenAborted(options.signal)
  if (own !== undefined) {
    const begun = landscape
    const { releasePort } = own
    const about = { choice, releasePort, concealed, isAwaited: options.isConnectorLate !== true }
    const attached = await attachConnector(
      { ...about, directory: directory.path, landscape, signal: options.signal },
      configuration,
      ambient,
    )
    opened.use(attached)
    await landscape.settle()
    landscape = { ...landscape, unanswered: () => unansweredBy(attached, begun) }
  }
  return { ...landscape, directory: directory.path, ...(moments && { resets: { stage, stores, moments, parts } }) }
}

async function unansweredBy(
  { ended }: { ended(): string | undefined },
  { unanswered }: RunningLandscape,
): Promise<readonly string[]> {
  const end = ended()
  const said = end === undefined ? [] : [`connector: the program has ended with ${end}`]
  return [...said, ...((await unanswered?.()) ?? [])]
}
