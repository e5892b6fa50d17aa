import { exitCodes, StandinError } from '../core/error.ts'
import type { CliIo } from './io.ts'
import { reportBug } from './report-failure.ts'

export interface Interruption extends Disposable {
  /** Aborts when the command has to stop and clean up after itself. */
  signal: AbortSignal
  /** The exit code that overrules the command's own, once it was interrupted. */
  exitCode(): number | undefined
}

/**
 * Turns the first signal, or the first exception that nobody caught, into a request to stop and clean up, and the
 * second into the end of the process.
 */
export function watchInterruptions(io: CliIo): Interruption {
  const controller = new AbortController()
  let exitCode: number | undefined

  const stop = (code: number, announce: () => void, reason: string): void => {
    announce()
    if (exitCode !== undefined) {
      io.exit(code)
    } else {
      exitCode = code
      controller.abort(new StandinError('interrupted', { code: 'cli.interrupted', message: reason }))
    }
  }

  const onSignal = io.onSignal((name) => {
    const announce = (): void =>
      io.err.write(exitCode === undefined ? `\n${name}: stopping and cleaning up; once more stops at once\n` : '\n')
    stop(exitCodes.interrupted, announce, `interrupted by ${name}`)
  })
  const onUncaught = io.onUncaught((thrown) => stop(exitCodes.bug, () => reportBug(thrown, io), 'stopped by a bug'))

  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    [Symbol.dispose]() {
      onSignal[Symbol.dispose]()
      onUncaught[Symbol.dispose]()
    },
  }
}
