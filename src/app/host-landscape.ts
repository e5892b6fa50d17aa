import { Buffer } from 'node:buffer'
import type { Instant } from '../core/clock.ts'
import { concealment } from '../core/concealment.ts'
import { allStarted, type Disposal, openAll } from '../core/disposal.ts'
import { messageOf, refuseWhenAborted } from '../core/error.ts'
import type { EventSink } from '../core/events.ts'
import { faultBoard } from '../core/fault-board.ts'
import type { Json } from '../core/json.ts'
import type { RunningLandscape, RunningSystem } from '../core/landscape.ts'
import type { SqlStore } from '../core/sql-store.ts'
import { systemSecrets } from '../core/system-secrets.ts'
import { removeAbandonedRuns } from '../environment/abandoned.ts'
import { serveApi } from '../environment/embedded/api-server.ts'
import { embeddedMessageLog } from '../environment/embedded/message-log/message-log.ts'
import { startPostgres } from '../environment/embedded/postgres/postgres.ts'
import { faultySqlStore } from '../environment/faults/faulty-sql-store.ts'
import { faultyMessageLog } from '../environment/faults/log/faulty-message-log.ts'
import { openRunDirectory } from '../environment/run-directory.ts'
import type { Defect } from '../landscape/defects/table.ts'
import type { Pack } from '../landscape/pack/pack.ts'
import { type LandscapeGround, startLandscape } from '../landscape/start-landscape.ts'
import { type SqlSystemName, sqlSystems } from '../landscape/systems.ts'
import type { OpenSnapshot } from '../stores/files/snapshot-source.ts'
import { connectSqlStore } from '../stores/postgres/sql-store.ts'
import type { Ambient } from './ambient.ts'
import { snapshotName } from './clone/snapshot-name.ts'
import { databaseContent, emptyDatabases } from './database-content.ts'
import { withProxies } from './external-systems.ts'
import type { LoadedLandscape } from './load-landscape.ts'
import type { Configuration } from './requests.ts'
import { startPim } from './start-pim.ts'
import { trafficEvents } from './traffic-events.ts'

export interface HostOptions {
  landscape: LoadedLandscape
  /** What the systems start with; with a snapshot, it says the landscape's time only. */
  pack: Pack
  snapshot?: OpenSnapshot
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
  /** An abort ends a start that is under way. */
  signal: AbortSignal
  /** Systems of somebody else that faults are meant for. */
  proxied?: readonly string[]
}

const connectionsPerStore = 24

export interface HostedLandscape extends RunningLandscape {
  /** Holds everything that is written for it; removed with it. */
  directory: string
}

/** Hosts a landscape on the embedded backend: databases, documents, topics, APIs, the connector. Ending it leaves nothing. */
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

function contentName({ pack, snapshot }: HostOptions): string {
  return snapshot === undefined ? pack.name : snapshotName(snapshot)
}

async function endHosting(opened: Disposal, { sink }: HostOptions, { wallClock }: Ambient): Promise<void> {
  const began = wallClock.now()
  await opened.dispose()
  sink({ type: 'environment.stopped', at: wallClock.now(), duration: wallClock.now() - began })
}

async function startAll(
  configuration: Configuration,
  options: HostOptions,
  ambient: Ambient,
  opened: Disposal,
): Promise<HostedLandscape> {
  const { pack, sink } = options
  const concealed = concealment()
  const traffic = trafficEvents(sink, ambient.wallClock, concealed)
  let landscape: RunningLandscape | undefined
  const newSecret = (): string => Buffer.from(ambient.randomBytes(16)).toString('hex')
  const directory = opened.use(
    await openRunDirectory(configuration.temporaryDirectory, {
      status: () => options.status(landscape),
      down: options.onDown,
    }),
  )
  refuseWhenAborted(options.signal)
  const connect = (url: string, name = 'standin'): SqlStore =>
    connectSqlStore(url, { applicationName: name, connections: connectionsPerStore })
  const sweeping = removeAbandonedRuns(configuration.temporaryDirectory)
  opened.defer(async () => void (await sweeping))

  // A query that still runs ends with its server, so that nobody waits for it: closing begins first and ends last.
  const closing: Promise<void>[] = []
  opened.defer(async () => void (await Promise.all(closing)))

  const [postgres, pim] = await allStarted([
    startPostgres({
      cacheDirectory: configuration.cacheDirectory,
      runDirectory: directory.path,
      content: options.snapshot === undefined ? databaseContent(pack) : emptyDatabases(),
      connect,
      newPassword: newSecret,
    }).then(opened.use),
    startPim(
      options.snapshot === undefined ? pack : undefined,
      newSecret,
      () => landscape?.clock.now() ?? options.start,
    ).then(opened.use),
  ])
  refuseWhenAborted(options.signal)
  const storeUrls = { ...Object.fromEntries(sqlSystems.map((name) => [name, postgres.url(name)])), pim: pim.url }
  if (options.snapshot !== undefined) {
    const { loadHosted } = await import('./clone/load-hosted.ts')
    await loadHosted(options.snapshot, storeUrls, options.signal)
  }
  const sql = Object.fromEntries(
    sqlSystems.map((name) => [name, connect(postgres.url(name), `standin ${name}`)]),
  ) as Record<SqlSystemName, SqlStore>
  opened.defer(() => void closing.push(...Object.values(sql).map((store) => store.close().catch(() => undefined))))

  const faults = faultBoard()
  const ground: LandscapeGround = {
    // Faults strike what the mirrors ask, and not what a scenario looks at.
    sql: Object.fromEntries(
      sqlSystems.map((name) => [name, faultySqlStore(sql[name], name, faults)]),
    ) as LandscapeGround['sql'],
    documents: { pim: pim.store },
    storeUrls,
    openLog: (clock) =>
      faultyMessageLog(
        embeddedMessageLog({
          clock,
          onPublished: traffic.published,
          ...(traffic.delivered && { onDelivered: traffic.delivered }),
        }),
        faults,
        clock,
      ),
    faults,
    serve: (system, handlers, port) =>
      serveApi({
        system,
        handlers,
        faults,
        ...(port !== undefined && { port }),
        ...traffic.ofApi(system),
        onBug: (thrown) =>
          sink({
            type: 'job.ran',
            at: ambient.wallClock.now(),
            landscapeAt: options.start,
            name: `${system}: API`,
            failure: concealed.text(messageOf(thrown)),
          }),
      }),
    newSecret,
  }
  const started = opened.use(
    await startLandscape(ground, {
      file: options.landscape.file,
      start: options.start,
      defects: options.defects,
      ...(options.keepCalls === true && { keepCalls: true }),
      onJob: (name, landscapeAt, thrown) =>
        sink({
          type: 'job.ran',
          at: ambient.wallClock.now(),
          landscapeAt,
          name,
          ...(thrown !== undefined && { failure: concealed.text(messageOf(thrown)) }),
        }),
    }),
  )
  for (const secret of systemSecrets(started.systems.values())) concealed.know(secret)
  const systems = await withProxies(started.systems, {
    proxied: options.proxied ?? [],
    board: faults,
    onExchange: (system, exchange) => sink({ type: 'http.exchange', at: ambient.wallClock.now(), system, ...exchange }),
    opened,
  })
  refuseWhenAborted(options.signal)
  landscape = { ...started, systems: new Map([...systems].map(([name, system]) => [name, seenDirectly(system, sql)])) }
  return { ...landscape, directory: directory.path }
}

/** A system with its own store, which no fault is in front of. */
function seenDirectly(system: RunningSystem, sql: Readonly<Record<string, SqlStore>>): RunningSystem {
  const own = sql[system.name]
  return own === undefined ? system : { ...system, sql: own }
}
