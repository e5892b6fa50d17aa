import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { environmentError, refuseWhenAborted } from '../core/error.ts'
import { fileError } from '../environment/file-error.ts'
import { hostedEnvironments } from './environment-status.ts'
import type { Configuration, EnvironmentStatus } from './requests.ts'

/** How to start the process that hosts an environment in the background. */
export interface Launch {
  command: string
  args: readonly string[]
  env: Readonly<Record<string, string | undefined>>
}

const patience = 60_000
const pollInterval = 25

/**
 * Starts an environment in a process of its own, and resolves when it is up. One that is up already is left as it is.
 * Throws what the host said when it did not come up; an interruption ends the host, too.
 */
export async function environmentUp(
  configuration: Configuration,
  { name }: { name: string },
  launch: Launch,
  signal: AbortSignal,
): Promise<EnvironmentStatus> {
  const present = await findStatus(configuration, name)
  if (present !== undefined) return present
  const logDirectory = await mkdtemp(join(configuration.temporaryDirectory, 'standin-log-')).catch(
    (thrown: unknown) => {
      throw fileError(thrown, configuration.temporaryDirectory, 'TMPDIR')
    },
  )
  try {
    const log = join(logDirectory, 'stderr')
    return await waitUntilUp(
      configuration,
      name,
      await startHost(launch, configuration.workingDirectory, log),
      log,
      signal,
    )
  } finally {
    await rm(logDirectory, { recursive: true, force: true })
  }
}

async function startHost(launch: Launch, cwd: string, log: string): Promise<ChildProcess> {
  const handle = await open(log, 'w', 0o600)
  try {
    const host = spawn(launch.command, launch.args, {
      cwd,
      env: launch.env,
      detached: true,
      stdio: ['ignore', 'ignore', handle.fd],
    })
    await once(host, 'spawn')
    return host
  } finally {
    await handle.close()
  }
}

async function waitUntilUp(
  configuration: Configuration,
  name: string,
  host: ChildProcess,
  log: string,
  signal: AbortSignal,
): Promise<EnvironmentStatus> {
  for (
    let waited = 0;
    waited < patience && host.exitCode === null && host.signalCode === null;
    waited += pollInterval
  ) {
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
  const said = (await readFile(log, 'utf8')).trim()
  throw environmentError({
    code: 'environment.not-up',
    message: `the environment "${name}" did not come up${said === '' ? '' : `; its host said:\n${said}`}`,
    remedy: 'start it with --foreground to watch it',
  })
}

async function findStatus({ temporaryDirectory }: Configuration, name: string): Promise<EnvironmentStatus | undefined> {
  const environments = await hostedEnvironments(temporaryDirectory)
  return environments.find((environment) => environment.name === name)?.status
}
