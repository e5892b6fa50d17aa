import { environmentError } from '../core/error.ts'
import type { Json } from '../core/json.ts'
import { askHost } from '../environment/control.ts'
import type { EnvironmentRequestMessage } from './environment-answers.ts'
import { type HostedEnvironment, hostedEnvironments } from './environment-status.ts'
import type { Configuration, EnvironmentStatus } from './requests.ts'

/**
 * Puts an environment back to its beginning. Gives whether it had to wait for copies of the databases. With
 * `keepConnections` the rows of the databases are undone, and nobody is cut off from them.
 */
export async function resetEnvironment(
  configuration: Configuration,
  name: string,
  { keepConnections = false }: { keepConnections?: boolean } = {},
): Promise<{ ranDry: boolean }> {
  return (await ask(configuration, { do: 'reset', name, keepConnections })) as { ranDry: boolean }
}

export async function saveEnvironment(configuration: Configuration, name: string, save: string): Promise<void> {
  await ask(configuration, { do: 'save', name, save })
}

export async function loadSave(configuration: Configuration, name: string, save: string): Promise<void> {
  await ask(configuration, { do: 'load', name, save })
}

export async function deleteSave(configuration: Configuration, name: string, save: string): Promise<void> {
  await ask(configuration, { do: 'unsave', name, save })
}

export async function environmentSaves(
  configuration: Configuration,
  name: string,
): Promise<EnvironmentStatus['saves']> {
  return (await findEnvironment(configuration, name)).status?.saves ?? []
}

/** Opens branches of an environment, and gives what programs need to use them. */
export async function branchEnvironment(
  configuration: Configuration,
  name: string,
  count: number,
): Promise<readonly EnvironmentStatus[]> {
  const names = (await ask(configuration, { do: 'branch', name, count })) as readonly string[]
  const environments = await hostedEnvironments(configuration.temporaryDirectory)
  return environments.flatMap(({ status }) => (status !== undefined && names.includes(status.name) ? [status] : []))
}

async function ask(configuration: Configuration, request: EnvironmentRequestMessage): Promise<Json> {
  const { directory } = await findEnvironment(configuration, request.name)
  return await askHost(directory, request)
}

/** Throws `environment.not-up`. */
async function findEnvironment({ temporaryDirectory }: Configuration, name: string): Promise<HostedEnvironment> {
  const environments = await hostedEnvironments(temporaryDirectory)
  const found = environments.find((environment) => environment.name === name && environment.status !== undefined)
  if (found !== undefined) return found
  throw environmentError({
    code: 'environment.not-up',
    message: `the environment "${name}" is not up`,
    remedy: `Start it: standin env up --name ${name}`,
  })
}
