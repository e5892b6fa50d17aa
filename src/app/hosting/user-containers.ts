import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseDuration } from '../../core/duration.ts'
import { usageError } from '../../core/error.ts'
import type { ContainerHost } from '../../environment/container/container-host.ts'
import type { ContainerSpec, CopiedFile, WaitFor } from '../../environment/container/container-spec.ts'
import { portAnswers } from '../../environment/container/port-answers.ts'
import type { ContainerDeclaration, LandscapeFile } from '../../landscape/format.ts'
import { isReused } from './store-place.ts'

/** How a system in a container is reached. */
export interface ContainerAddress {
  url: string
  host: string
  /** The first is the one of the URL. */
  ports: Readonly<Record<number, number>>
}

/**
 * Starts the systems that the landscape has in containers, or takes those that an earlier run has left, one after the
 * other as the file lists them, so that each can count on those before it. Throws `landscape.no-file` before any is
 * started, and `container.*`.
 */
export async function startUserContainers(
  file: LandscapeFile,
  directory: string,
  containers: () => Promise<ContainerHost>,
): Promise<ReadonlyMap<string, ContainerAddress>> {
  const declared = Object.entries(file.systems).flatMap(([name, { container }]) =>
    container === undefined ? [] : [[name, container] as const],
  )
  const specs = await Promise.all(
    declared.map(async ([name, declaration]) => ({
      ...(await specOf(name, declaration, directory)),
      reuse: isReused(file, declaration),
    })),
  )
  const addresses = new Map<string, ContainerAddress>()
  for (const [index, [name, declaration]] of declared.entries()) {
    const host = await containers()
    const container = await host.start(specs[index] as ContainerSpec)
    const { ports, protocol = 'http' } = declaration
    addresses.set(name, {
      url: `${protocol}://${container.host}:${container.port(ports[0] ?? 0)}`,
      host: container.host,
      ports: Object.fromEntries(ports.map((port) => [port, container.port(port)])),
    })
  }
  return addresses
}

async function specOf(name: string, declaration: ContainerDeclaration, directory: string): Promise<ContainerSpec> {
  const { image, ports, port, environment = {}, command, waitFor, seed } = declaration
  const [first = 0] = ports
  const within = waitFor?.within === undefined ? undefined : parseDuration(waitFor.within)
  const condition = waitForOf(declaration)
  return {
    name,
    image,
    ports,
    environment: Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, String(value)])),
    files: await Promise.all(Object.entries(seed?.files ?? {}).map(([from, to]) => copied(name, directory, from, to))),
    ...(command !== undefined && { command }),
    ...(seed?.command !== undefined && { seed: seed.command }),
    ...(port !== undefined && { published: { [first]: port } }),
    ...(within !== undefined && { within }),
    ...(condition !== undefined && { waitFor: condition }),
  }
}

function waitForOf({ ports, waitFor = {} }: ContainerDeclaration): WaitFor | undefined {
  const { log, http, port = ports[0] ?? 0, status } = waitFor
  if (log !== undefined) return { log }
  if (http !== undefined) return { http: { path: http, port, ...(status !== undefined && { status }) } }
  if (waitFor.port !== undefined) return { answers: (at) => portAnswers(at.host, at.port(port)) }
  return undefined
}

async function copied(name: string, directory: string, path: string, to: string): Promise<CopiedFile> {
  const from = resolve(directory, path)
  try {
    return { from, isDirectory: (await stat(from)).isDirectory(), to }
  } catch {
    throw usageError({
      code: 'landscape.no-file',
      message: `the seed of "${name}" names ${path}, and there is no such file beside standin.yaml`,
      remedy: 'paths are relative to the directory of standin.yaml',
    })
  }
}
