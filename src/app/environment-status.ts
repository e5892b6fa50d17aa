import type { Instant } from '../core/clock.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import type { RunningLandscape } from '../core/landscape.ts'
import { type LivingRun, livingRuns } from '../environment/abandoned.ts'
import type { EnvironmentStatus } from './requests.ts'

/** An environment that another process hosts. */
export interface HostedEnvironment {
  directory: string
  name: string
  /** Missing while it is still starting. */
  status?: EnvironmentStatus
}

/** The environments of this user, by name; runs of scenarios are not among them. */
export async function hostedEnvironments(temporaryDirectory: string): Promise<HostedEnvironment[]> {
  const environments = (await livingRuns(temporaryDirectory)).flatMap(readEnvironment)
  return environments.sort((a, b) => a.name.localeCompare(b.name))
}

function readEnvironment({ path, status }: LivingRun): HostedEnvironment[] {
  if (!isJsonObject(status) || status.kind !== 'environment') return []
  const name = String(status.name)
  const details = status.status
  return [{ directory: path, name, ...(isJsonObject(details) && { status: details as unknown as EnvironmentStatus }) }]
}

export interface EnvironmentFacts {
  name: string
  pid: number
  startedAt: Instant
  pack: string
}

/** What the host answers when another process asks. */
export async function statusAnswer(facts: EnvironmentFacts, landscape: RunningLandscape | undefined): Promise<Json> {
  const known = { kind: 'environment', name: facts.name }
  if (landscape === undefined) return known
  return { ...known, status: (await describe(facts, landscape)) as unknown as Json }
}

/** Everything that other programs need to use the environment, passwords included. */
export async function describe(
  { name, pid, startedAt, pack }: EnvironmentFacts,
  landscape: RunningLandscape,
): Promise<EnvironmentStatus> {
  const topics = await landscape.log.topics()
  return {
    name,
    state: 'up',
    pid,
    startedAt: new Date(startedAt).toISOString(),
    pack,
    landscapeTime: new Date(landscape.clock.now()).toISOString(),
    systems: [...landscape.systems.values()].map(({ name: system, url, storeUrl, credentials }) => ({
      name: system,
      ...(url !== undefined && { url }),
      ...(storeUrl !== undefined && { storeUrl }),
      credentials,
    })),
    topics: await Promise.all(
      topics.map(async ({ topic, partitions }) => ({
        topic,
        partitions,
        messages: (await landscape.log.read(topic)).length,
      })),
    ),
  }
}
