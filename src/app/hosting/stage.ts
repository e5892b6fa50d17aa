import { once } from 'node:events'
import type { Clock, Instant } from '../../core/clock.ts'
import type { Concealment } from '../../core/concealment.ts'
import type { Disposal } from '../../core/disposal.ts'
import { messageOf, StandinError } from '../../core/error.ts'
import type { EventSink } from '../../core/events.ts'
import { faultBoard } from '../../core/fault-board.ts'
import type { RunningLandscape, RunningSystem } from '../../core/landscape.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { systemSecrets } from '../../core/system-secrets.ts'
import { admission } from '../../environment/embedded/admission.ts'
import { serveApi } from '../../environment/embedded/api-server.ts'
import type { LogContents } from '../../environment/embedded/message-log/contents.ts'
import { faultySqlStore } from '../../environment/faults/faulty-sql-store.ts'
import { faultyMessageLog } from '../../environment/faults/log/faulty-message-log.ts'
import type { Defect } from '../../landscape/defects/table.ts'
import type { LandscapeFile } from '../../landscape/format.ts'
import type { OwnConnector } from '../../landscape/own-connector.ts'
import { type LandscapeGround, startLandscape } from '../../landscape/start-landscape.ts'
import { sqlSystems } from '../../landscape/systems.ts'
import type { Ambient } from '../ambient.ts'
import { withProxies } from '../external-systems.ts'
import type { TrafficEvents } from '../traffic-events.ts'
import { withPorts } from './container-systems.ts'
import type { OpenedLog } from './open-log.ts'
import type { OpenedStores } from './open-stores.ts'
import { servedApis } from './served-apis.ts'

export interface StageOptions {
  file: LandscapeFile
  addresses: Parameters<typeof withPorts>[1]
  stores: OpenedStores
  defects: readonly Defect[]
  /** In the place of the reference connector. */
  ownConnector?: OwnConnector
  keepCalls?: boolean
  /** The address that APIs listen on; the loopback address when nothing is said. */
  host?: string
  proxied?: readonly string[]
  sink: EventSink
  concealed: Concealment
  traffic: TrafficEvents
  newSecret(): string
  openLog(clock: Clock, contents?: LogContents): Promise<OpenedLog>
}

export interface Restart {
  before?(): Promise<void>
  work(): Promise<void>
  start: Instant
  messages?: LogContents
}

/** The ground on which a landscape runs: it can be begun again, under the same URLs and with the same credentials. */
export interface Stage {
  /** Missing before it began. */
  landscape(): RunningLandscape | undefined
  begin(start: Instant, messages?: LogContents): Promise<RunningLandscape>
  /**
   * Ends the mirrors and the connector, does the work, and begins again. Requests of others wait meanwhile; what still
   * runs is let finish for a while. What is done `before` finds the landscape standing still; when it throws, the
   * landscape goes on as it was. When the work fails, it begins again where it was, and has lost what it kept in memory.
   */
  beginAgain(restart: Restart): Promise<RunningLandscape>
  /** Does the work while the landscape stands still. Its memory stays. */
  pause<T>(work: () => Promise<T>): Promise<T>
  /** The topics, and what the groups have read. Throws `reset.log-not-embedded`. */
  messages(): LogContents
}

/** Milliseconds that requests have to come to an end. */
const patience = 2_000

/** Makes the ground. Everything that runs on it is ended with `opened`. */
export function openStage(options: StageOptions, ambient: Ambient, opened: Disposal): Stage {
  const {
    file,
    addresses,
    stores,
    defects,
    ownConnector,
    keepCalls,
    host,
    proxied = [],
    sink,
    concealed,
    traffic,
    newSecret,
  } = options
  const { wallClock } = ambient
  const faults = faultBoard()
  const gate = admission()
  let landscape: RunningLandscape | undefined
  let ending: (() => Promise<void>) | undefined
  let log: OpenedLog | undefined
  let contents: LogContents | undefined

  const apis = servedApis((system, handlers, port) =>
    serveApi({
      system,
      handlers,
      faults,
      admission: gate,
      ...(port !== undefined && { port }),
      ...(host !== undefined && { host }),
      ...traffic.ofApi(system),
      onBug: (thrown) =>
        sink({
          type: 'job.ran',
          at: wallClock.now(),
          landscapeAt: landscape?.clock.now() ?? 0,
          name: `${system}: API`,
          failure: concealed.text(messageOf(thrown)),
        }),
    }),
  )
  opened.use(apis)
  const ground: LandscapeGround = {
    // Faults strike what the mirrors ask, and not what a scenario looks at.
    sql: Object.fromEntries(
      sqlSystems.map((name) => [name, faultySqlStore(stores.sql[name], name, faults)]),
    ) as LandscapeGround['sql'],
    documents: { pim: stores.pim },
    storeUrls: stores.urls,
    storeBackends: stores.backends,
    async openLog(clock) {
      log = await options.openLog(clock, contents)
      return faultyMessageLog(log, faults, clock)
    },
    faults,
    serve: apis.serve,
    newSecret,
  }
  const end = async (): Promise<void> => {
    const was = ending
    ending = undefined
    await was?.()
    await log?.close()
  }
  opened.defer(end)

  const begin: Stage['begin'] = async (start, messages) => {
    contents = messages
    const credentials =
      landscape && Object.fromEntries([...landscape.systems].map(([name, s]) => [name, s.credentials]))
    const started = await startLandscape(ground, {
      file,
      start,
      defects,
      ...(ownConnector && { ownConnector }),
      ...(credentials && { credentials }),
      ...(keepCalls === true && { keepCalls: true }),
      onJob: (name, landscapeAt, thrown) =>
        sink({
          type: 'job.ran',
          at: wallClock.now(),
          landscapeAt,
          name,
          ...(thrown !== undefined && { failure: concealed.text(messageOf(thrown)) }),
        }),
    })
    ending = async () => await started[Symbol.asyncDispose]()
    for (const secret of systemSecrets(started.systems.values())) concealed.know(secret)
    const systems = await withProxies(withPorts(started.systems, addresses), {
      proxied,
      board: faults,
      onExchange: (system, exchange) => sink({ type: 'http.exchange', at: wallClock.now(), system, ...exchange }),
      opened,
    })
    landscape = {
      ...started,
      systems: new Map([...systems].map(([name, system]) => [name, seenDirectly(system, stores.sql)])),
    }
    return landscape
  }
  return {
    landscape: () => landscape,
    begin,
    async beginAgain({ before, work, start, messages }) {
      gate.close('others')
      try {
        if (before !== undefined) {
          await gate.empty(AbortSignal.timeout(patience))
          // Somebody's open transaction may hold what a consumer waits for.
          await Promise.race([landscape?.settle(), once(AbortSignal.timeout(patience), 'abort')])
          await before()
        }
        const was = { at: landscape?.clock.now() ?? start, messages: log?.contents?.() }
        await end()
        try {
          await gate.empty(AbortSignal.timeout(patience))
          await work()
        } catch (thrown) {
          await begin(was.at, was.messages)
          throw thrown
        }
        return await begin(start, messages)
      } finally {
        gate.open()
      }
    },
    async pause(work) {
      await landscape?.settle()
      gate.close('everybody')
      try {
        await gate.empty(AbortSignal.timeout(patience))
        return await work()
      } finally {
        gate.open()
      }
    },
    messages() {
      if (log?.contents === undefined) throw logNotEmbedded()
      return log.contents()
    },
  }
}

/** A system with its own store, which no fault is in front of. */
function seenDirectly(system: RunningSystem, sql: Readonly<Record<string, SqlStore>>): RunningSystem {
  const own = sql[system.name]
  return own === undefined ? system : { ...system, sql: own }
}

function logNotEmbedded(): StandinError {
  return new StandinError('environment', {
    code: 'reset.log-not-embedded',
    message: 'the topics of the environment are on a broker of others, which cannot be put back to a moment',
    remedy: 'take the broker out of standin.yaml, or use `standin env reset`, which empties the topics',
  })
}
