import { environmentError } from '../../core/error.ts'
import type { ContainerLog } from './container-log.ts'
import type { ContainerSpec, RunningContainer } from './container-spec.ts'
import { type ContainerEngine, hostOf } from './engine.ts'
import { onceEnded } from './exit-of-container.ts'
import { removeContainer } from './remove-container.ts'
import type { StartOptions } from './start-container.ts'

type Inspected = Awaited<ReturnType<ContainerEngine['client']['container']['inspect']>>

/** A container that is ready, as the rest of standin sees it. At its end, one that is kept by then is emptied and left. */
export function runningContainer(
  inspected: Inspected,
  { name, empty }: ContainerSpec,
  { engine, onEnded }: Pick<StartOptions, 'engine' | 'onEnded'>,
  log: ContainerLog,
  isKept: () => boolean,
): RunningContainer {
  const { Id: id, NetworkSettings } = inspected
  const { client } = engine
  const variables = variablesOf(inspected)
  const ending = new AbortController()
  let hasEnded = false
  onceEnded(engine, id, ending.signal, (exitCode) => {
    hasEnded = true
    onEnded(name, exitCode, log.lastLines())
  })
  let ended: Promise<void> | undefined
  const end = async (): Promise<void> => {
    const isLeft = isKept() && !hasEnded && (await isEmptied(running, empty))
    ending.abort()
    log.stop()
    if (!isLeft) await removeContainer(engine, id)
  }
  const running: RunningContainer = {
    id,
    host: hostOf(engine),
    port: (within) => publishedPort(NetworkSettings.Ports[`${within}/tcp`]),
    variable: (key) => variables[key] ?? '',
    async execute(command) {
      const { exitCode, output } = await client.container.exec(client.container.getById(id), [...command])
      if (exitCode === 0) return
      throw environmentError({
        code: 'container.command',
        message: `the command ${JSON.stringify(command)} in the container of "${name}" ended with exit code ${exitCode}; it said: ${log.shown(output) || 'nothing'}`,
        remedy: 'check the command, and whether the image has what it needs',
      })
    },
    lastLines: log.lastLines,
    [Symbol.asyncDispose]() {
      ended ??= end()
      return ended
    },
  }
  return running
}

/** What the environment of a container holds; engines say nothing of one without any. */
export function variablesOf({ Config }: Inspected): Record<string, string> {
  const lines = (Config.Env as readonly string[] | null) ?? []
  return Object.fromEntries(lines.map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]))
}

/** Engines may publish a port on the addresses of both protocols. */
function publishedPort(bindings: readonly { HostIp: string; HostPort: string }[] | undefined): number {
  const binding = bindings?.find(({ HostIp }) => !HostIp.includes(':')) ?? bindings?.[0]
  return Number(binding?.HostPort)
}

async function isEmptied(container: RunningContainer, empty: ContainerSpec['empty']): Promise<boolean> {
  try {
    await empty?.(container)
    return true
  } catch {
    return false
  }
}
