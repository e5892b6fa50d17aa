import type { RunEvent } from '../../core/events.ts'
import type { RunningLandscape, RunningSystem } from '../../core/landscape.ts'
import { startTicking } from '../../environment/ticking.ts'
import { isDefect } from '../../landscape/defects/table.ts'
import type { LandscapeFile } from '../../landscape/format.ts'
import type { Pack } from '../../landscape/pack/pack.ts'
import { type MirroredSystemName, mirroredSystems } from '../../landscape/systems.ts'
import { raiseFaults } from '../../mock/disturbance/raise-faults.ts'
import type { MockedApi, MockedStore } from '../../mock/mocked-api.ts'
import { hostLandscape } from '../host-landscape.ts'
import { loadLandscape, loadPack } from '../load-landscape.ts'
import type { Configuration } from '../requests.ts'
import { exchangeSink, type MockGround, refusePort } from './mock-ground.ts'

/**
 * Serves mirrors, with the rest of their landscape behind them: a checkout in the shop asks the order management, and
 * what is ordered arrives in the ERP.
 */
export async function mockMirrors(
  configuration: Configuration,
  names: readonly string[],
  ground: MockGround,
): Promise<MockedApi[]> {
  const { opened, traffic, disturbance, ambient, note, signal } = ground
  const landscape = await loadLandscape(configuration)
  const pack = await loadPack(configuration, landscape)
  const file = withMirrors(landscape.file, names, ground)
  const rest = (event: RunEvent): void => {
    if (event.type === 'job.ran' && event.failure !== undefined) note(`${event.name}: ${event.failure}`)
  }
  const hosting = hostLandscape(
    configuration,
    {
      landscape: { ...landscape, file },
      pack,
      defects: (file.defects ?? []).filter(isDefect),
      start: ambient.wallClock.now(),
      sink: exchangeSink(traffic, new Set(names), rest),
      status: async () => ({ kind: 'mock' }),
      onDown: () => undefined,
      onLost: (lost) => note(lost.message),
      signal,
    },
    ambient,
  )
  const running: RunningLandscape = opened.use(await hosting.catch(refusePort))
  opened.use(startTicking(running.clock, ambient.wallClock))
  for (const name of names)
    raiseFaults(running.faults, name, disturbance, (fault, what) => traffic.struck(name, fault, what))
  return names.flatMap((name): MockedApi[] => {
    const system = running.systems.get(name)
    if (system?.url === undefined) return []
    return [
      {
        name,
        kind: 'mirror',
        title: mirroredSystems[name as MirroredSystemName].mirror,
        url: system.url,
        credentials: system.credentials,
        contents: () => contentsOf(system, pack),
      },
    ]
  })
}

/** The landscape with these systems as mirrors, whoever else serves them there, and on the ports that were asked for. */
function withMirrors(file: LandscapeFile, names: readonly string[], { portOf }: MockGround): LandscapeFile {
  const mirrored = names.map((name, index) => {
    const declared = file.systems[name]
    const own = declared?.api !== undefined && 'mirror' in declared.api ? declared.api.port : undefined
    const port = portOf(index) ?? own
    const { mirror } = mirroredSystems[name as MirroredSystemName]
    return [name, { ...declared, api: { mirror, ...(port !== undefined && { port }) } }] as const
  })
  return { ...file, systems: { ...file.systems, ...Object.fromEntries(mirrored) } }
}

/** The rows of its tables, or the documents of its collections. */
async function contentsOf({ name, sql, documents }: RunningSystem, pack: Pack): Promise<MockedStore[]> {
  if (sql !== undefined) {
    const { rows: tables } = await sql.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' order by tablename",
    )
    if (tables.length === 0) return []
    const counts = tables.map(({ name: table }) => `select '${table}' as name, count(*) as count from "${table}"`)
    const { rows } = await sql.query<{ name: string; count: number }>(counts.join(' union all '))
    return rows.map((row) => ({ name: row.name, count: Number(row.count) }))
  }
  if (documents === undefined) return []
  const collections = (pack.collections[name] ?? []).map((part) => part.name)
  return Promise.all(
    collections.map(async (collection) => ({
      name: collection,
      count: await documents.collection(collection).count({}),
    })),
  )
}
