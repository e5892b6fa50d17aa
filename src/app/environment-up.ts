import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { environmentError, refuseWhenAborted } from '../core/error.ts'
import { fileError } from '../core/file-error.ts'
import { openSnapshot } from '../stores/files/snapshot-source.ts'
import { hostedEnvironments } from './environment-status.ts'
import { loadLandscape, loadPack } from './load-landscape.ts'
import { connectorChoice } from './own-connector/connector-choice.ts'
import type { Configuration, EnvironmentStatus } from './requests.ts'

/** How to start the process that hosts an environment in the background. */
export interface Launch {
  command: string
  args: readonly string[]
  env: Readonly<Record<string, string | undefined>>
}

export interface EnvironmentRequest {
  name: string
  /** Absolute path of a snapshot whose data the systems start with, instead of a pack's. */
  snapshot?: string
  /** The snapshot was checked just now, or made. */
  isChecked?: boolean
}

const patience = 60_000
const pollInterval = 25

/**
 * Starts an environment in a process of its own, and resolves when it is up. One that is up already is left as it is.
 * Throws what the host said when it did not come up; an interruption ends the host, too.
 */
export async function environmentUp(
  configuration: Configuration,
  { name, snapshot, isChecked = false }: EnvironmentRequest,
  launch: Launch,
  signal: AbortSignal,
): Promise<EnvironmentStatus> {
  const present = await findStatus(configuration, name)
  if (present !== undefined) return present
  connectorChoice(configuration.connector)
  // What is wrong with the landscape is said here, and not by a process that nobody watches.
  await loadPack(configuration, await loadLandscape(configuration))
  if (snapshot !== undefined && !isChecked) await openSnapshot(snapshot, signal)
  const log = await openLog(configuration.temporaryDirectory)
  try {
    return await waitUntilUp(
      configuration,
      name,
      await startHost(launch, configuration.workingDirectory, log),
      log,
      // How long data takes depends on how much there is.
      snapshot === undefined ? patience : Number.POSITIVE_INFINITY,
      signal,
    )
  } finally {
    await log.close()
  }
}

/** A file for what the host says, without a name from the start, so that nothing of it can be left behind. */
async function openLog(temporaryDirectory: string): Promise<FileHandle> {
  try {
    const directory = await mkdtemp(join(temporaryDirectory, 'standin-log-'))
    const log = await open(join(directory, 'stderr'), 'w+', 0o600)
    await rm(directory, { recursive: true })
    return log
  } catch (thrown) {
    throw fileError(thrown, temporaryDirectory, 'TMPDIR')
  }
}

async function startHost(launch: Launch, cwd: string, log: FileHandle): Promise<ChildProcess> {
  const host = spawn(launch.command, launch.args, {
    cwd,
    env: launch.env,
    detached: true,
    stdio: ['ignore', 'ignore', log.fd],
  })
  await once(host, 'spawn')
  return host
}

async function waitUntilUp(
  configuration: Configuration,
  name: string,
  host: ChildProcess,
  log: FileHandle,
  longest: number,
  signal: AbortSignal,
): Promise<EnvironmentStatus> {
  for (let waited = 0; waited < longest && host.exitCode === null && host.signalCode === null; waited += pollInterval) {
    if (signal.aborted) break
    const status = await findStatus(configuration, name)
    if (status !== undefined) {
      host.unref()
      return status
    }
    await pause(pollInterval)
  }
  if (host.exitCode === null && host.signalCode === null) {
    const ended = once(host, 'exit')
    host.kill('SIGTERM')
    await ended
  }
  refuseWhenAborted(signal)
  const said = (await readWhole(log)).trim()
  throw environmentError({
    code: 'environment.not-up',
    message: `the environment "${name}" did not come up${said === '' ? '' : `; its host said:\n${said}`}`,
    remedy: 'start it with --foreground to watch it',
  })
}

async function readWhole(log: FileHandle): Promise<string> {
  const { size } = await log.stat()
  const { buffer } = await log.read(Buffer.alloc(size), 0, size, 0)
  return buffer.toString('utf8')
}

async function findStatus({ temporaryDirectory }: Configuration, name: string): Promise<EnvironmentStatus | undefined> {
  const environments = await hostedEnvironments(temporaryDirectory)
  return environments.find((environment) => environment.name === name)?.status
}
