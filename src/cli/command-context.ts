import type { Command } from 'commander'
import { exitCodes, StandinError } from '../core/error.ts'
import type { CliIo } from './io.ts'
import { reportFailure } from './report-failure.ts'

/** What every command is given. */
export interface CommandContext {
  io: CliIo
  /** Aborts when the command has to stop and clean up. */
  signal: AbortSignal
  /** Wraps what a command does: its number becomes the exit code, what it throws is reported. */
  action<Args extends unknown[]>(body: (...args: Args) => Promise<number>): (...args: Args) => Promise<void>
  exitCode: number
}

export function commandContext(io: CliIo, signal: AbortSignal): CommandContext {
  const context: CommandContext = {
    io,
    signal,
    exitCode: exitCodes.passed,
    action:
      (body) =>
      async (...args) => {
        try {
          context.exitCode = await body(...args)
        } catch (thrown) {
          const failure = isAbort(thrown, signal) ? signal.reason : thrown
          context.exitCode = reportFailure(failure, io)
          if (wantsJson(args)) io.out.write(json({ error: errorOf(failure) }))
        }
      },
  }
  return context
}

/** One JSON value, for a person to read too. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function errorOf(thrown: unknown): { kind: string; problems: readonly { code: string; message: string }[] } {
  if (thrown instanceof StandinError) return { kind: thrown.kind, problems: thrown.problems }
  return { kind: 'bug', problems: [{ code: 'standin.bug', message: String(thrown) }] }
}

function isAbort(thrown: unknown, signal: AbortSignal): boolean {
  return signal.aborted && thrown instanceof Error && thrown.name === 'AbortError'
}

/** commander ends the arguments of an action with the command itself. */
function wantsJson(args: readonly unknown[]): boolean {
  const command = args.at(-1) as Command | undefined
  return command?.opts().json === true
}
