import type { Instant } from '../core/clock.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import type { RunningLandscape, RunningSystem } from '../core/landscape.ts'
import { type LivingRun, livingRuns } from '../environment/abandoned.ts'
import type { EnvironmentHouse, Inhabitant } from './hosting/environment-house.ts'
import type { EnvironmentStatus, SystemStatus } from './requests.ts'

/** An environment that another process hosts. */
export interface HostedEnvironment {
  directory: string
  name: string
  /** Missing while it is still starting. */
  status?: EnvironmentStatus
}

/** The environments of this user, by name; runs of scenarios are not among them. */
export async function hostedEnvironments(temporaryDirectory: string): Promise<HostedEnvironment[]> {
  const environments = (await livingRuns(temporaryDirectory)).flatMap(readEnvironments)
  return environments.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}

function readEnvironments({ path, status: answer }: LivingRun): HostedEnvironment[] {
  if (!isJsonObject(answer) || answer.kind !== 'environment') return []
  const details = Array.isArray(answer.statuses) ? (answer.statuses as unknown as EnvironmentStatus[]) : []
  if (details.length === 0) return [{ directory: path, name: String(answer.name) }]
  return details.map((status) => ({ directory: path, name: status.name, status }))
}

export interface EnvironmentFacts {
  name: string
  pid: number
  startedAt: Instant
  pack: string
  /** The time of day. */
  now(): Instant
}

/** What the host answers when another process asks: the environment, then its branches. */
export async function statusAnswer(
  facts: EnvironmentFacts,
  landscape: RunningLandscape | undefined,
  house: EnvironmentHouse | undefined,
): Promise<Json> {
  const known = { kind: 'environment', name: facts.name }
  if (landscape === undefined) return known
  const [, ...branches] = house?.all() ?? []
  const statuses = await Promise.all([
    describe(facts, landscape, house),
    ...branches.map((branch) => describeBranch(facts, branch)),
  ])
  return { ...known, statuses: statuses as unknown as Json }
}

/** Everything that other programs need to use the environment, passwords included. */
export async function describe(
  facts: EnvironmentFacts,
  landscape: RunningLandscape,
  house: EnvironmentHouse | undefined,
): Promise<EnvironmentStatus> {
  const [main] = house?.all() ?? []
  const status = await describeOne(facts, main?.live.landscape() ?? landscape, main)
  return { ...status, ...(house && { resetBy: house.copyMethod }) }
}

async function describeBranch(facts: EnvironmentFacts, branch: Inhabitant): Promise<EnvironmentStatus> {
  const own = { ...facts, name: branch.name, startedAt: branch.startedAt }
  return { ...(await describeOne(own, branch.live.landscape(), branch)), branchOf: facts.name }
}

async function describeOne(
  { name, pid, startedAt, pack, now }: EnvironmentFacts,
  landscape: RunningLandscape,
  inhabitant: Inhabitant | undefined,
): Promise<EnvironmentStatus> {
  const topics = await landscape.log.topics()
  return {
    name,
    state: 'up',
    pid,
    startedAt: new Date(startedAt).toISOString(),
    ageSeconds: Math.round((now() - startedAt) / 1000),
    pack,
    landscapeTime: new Date(landscape.clock.now()).toISOString(),
    saves: [...(inhabitant?.saves ?? [])].map(([save, { at }]) => ({ name: save, at: new Date(at).toISOString() })),
    systems: await Promise.all([...landscape.systems.values()].map(describeSystem)),
    topics: await Promise.all(
      topics.map(async ({ topic, partitions }) => ({
        topic,
        partitions,
        messages: (await landscape.log.read(topic)).length,
      })),
    ),
  }
}

async function describeSystem(system: RunningSystem): Promise<SystemStatus> {
  const { name, url, storeUrl, storeBackend, credentials } = system
  return {
    name,
    ...(url !== undefined && { url }),
    ...(storeUrl !== undefined && { storeUrl }),
    ...(storeBackend !== undefined && { storeBackend }),
    // A store that is being put back at this moment does not say.
    ...(await measure(system).catch(() => ({}))),
    credentials,
  }
}

async function measure({ sql, documents }: RunningSystem): Promise<Pick<SystemStatus, 'storeVersion' | 'storeSize'>> {
  if (sql !== undefined) {
    const { rows } = await sql.query<{ bytes: number; version: string }>(
      `select pg_database_size(current_database()) as bytes, current_setting('server_version') as version`,
    )
    const [row] = rows
    return row === undefined
      ? {}
      : { storeVersion: `PostgreSQL ${row.version}`, storeSize: { amount: row.bytes, unit: 'bytes' } }
  }
  if (documents === undefined) return {}
  const counts = (await documents.collections()).map((collection) => documents.collection(collection).count({}))
  return {
    storeSize: { amount: (await Promise.all(counts)).reduce((sum, count) => sum + count, 0), unit: 'documents' },
  }
}
