import { once } from 'node:events'
import { connect } from 'node:net'
import type { ContainerRuntimeClient } from 'testcontainers'
import { environmentError } from '../../core/error.ts'
import { loadTestcontainers, type Testcontainers } from './load-testcontainers.ts'

/** A container engine that answers: Docker, or another one with its API. */
export interface ContainerEngine {
  testcontainers: Testcontainers
  client: ContainerRuntimeClient
}

export const loopback = '127.0.0.1'

/** Where the ports of its containers can be reached from here. */
export function hostOf({ client }: ContainerEngine): string {
  const { host } = client.info.containerRuntime
  return host === 'localhost' ? loopback : host
}

export interface EngineOptions {
  /** `24.21.0` */
  nodeVersion?: string
  /** DOCKER_HOST; without it, the sockets where Docker and its like are usually found. */
  address?: string
}

const patience = 1_500

/** Connects to the container engine of this machine, or the one that DOCKER_HOST names. Throws `container.no-engine`. */
export async function connectEngine({ nodeVersion, address }: EngineOptions): Promise<ContainerEngine> {
  // Whoever asks a host that swallows packets waits for minutes.
  if (address !== undefined && address !== '' && !(await answers(address))) throw noEngine(address)
  const testcontainers = await loadTestcontainers(nodeVersion)
  try {
    return { testcontainers, client: await testcontainers.getContainerRuntimeClient() }
  } catch (thrown) {
    throw noEngine(address, thrown)
  }
}

async function answers(address: string): Promise<boolean> {
  const url = URL.parse(address)
  if (url === null || !/^(unix|tcp|http|https):$/.test(url.protocol)) return true
  const connection =
    url.protocol === 'unix:'
      ? connect(decodeURIComponent(url.pathname))
      : connect(Number(url.port || 2375), url.hostname)
  try {
    await once(connection, 'connect', { signal: AbortSignal.timeout(patience) })
    return true
  } catch {
    return false
  } finally {
    connection.destroy()
  }
}

function noEngine(address: string | undefined, cause?: unknown): Error {
  const where = address === undefined || address === '' ? '' : ` at ${withoutUser(address)}`
  return environmentError(
    {
      code: 'container.no-engine',
      message: `containers are asked for, and no container engine answers${where}`,
      remedy: 'start Docker or Podman, set DOCKER_HOST to the address of its socket, or use the embedded backend',
    },
    cause,
  )
}

function withoutUser(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//')
}
