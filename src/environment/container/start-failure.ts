import { formatDuration } from '../../core/duration.ts'
import { environmentError, messageOf } from '../../core/error.ts'
import type { ContainerLog } from './container-log.ts'
import type { ContainerSpec } from './container-spec.ts'

/** It ended before it was ready. */
export function endedEarly({ name, image }: ContainerSpec, log: ContainerLog, exitCode: number): Error {
  return environmentError({
    code: 'container.ended',
    message: `the container of "${name}" (${image}) ended during its start, with exit code ${exitCode}; ${said(log)}`,
    remedy: 'its log says why; check its image, environment and command',
  })
}

/** It runs, but is not what was waited for. */
export function notReady({ name, image }: ContainerSpec, log: ContainerLog, within: number): Error {
  return environmentError({
    code: 'container.not-ready',
    message: `the container of "${name}" (${image}) was not ready within ${formatDuration(within)}; ${said(log)}`,
    remedy: '`waitFor` in standin.yaml says what to wait for, and how long',
  })
}

/** The engine did not start it. */
export function notStarted({ name, image, published }: ContainerSpec, log: ContainerLog, thrown: unknown): Error {
  const reason = withoutPrefix(messageOf(thrown))
  const isTaken = /address already in use|port is already allocated|ports are not available/i.test(reason)
  if (isTaken && published !== undefined) {
    return environmentError({
      code: 'container.port-taken',
      message: `the container of "${name}" cannot have port ${Object.values(published).join(', ')}: it is taken`,
      remedy: 'end what uses it, or leave the port out to get any free one',
    })
  }
  return environmentError(
    {
      code: 'container.not-started',
      message: `the container of "${name}" (${image}) cannot be started: ${reason}; ${said(log)}`,
      remedy: 'check its image, command, files and ports',
    },
    thrown,
  )
}

/** `(HTTP code 500) server error - …`, as the engine's client puts it. */
export function withoutPrefix(message: string): string {
  return message.replace(/^\(HTTP code \d+\) [\w ]* - /, '').trim()
}

function said(log: ContainerLog): string {
  const lines = log.lastLines()
  return lines.length === 0 ? 'it said nothing' : `it said:\n${lines.map((line) => `    ${line}`).join('\n')}`
}
