import { CommanderError } from 'commander'
import { exitCodes } from '../core/error.ts'
import { commandContext } from './command-context.ts'
import { watchInterruptions } from './interruption.ts'
import type { CliIo } from './io.ts'
import { program } from './program.ts'

/** Runs one command line, without the program's name, and resolves to the exit code. It never rejects. */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  using interruption = watchInterruptions(io)
  const context = commandContext(io, interruption.signal)
  try {
    await program(context).parseAsync(argv, { from: 'user' })
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    context.exitCode = thrown.exitCode === 0 ? exitCodes.passed : exitCodes.usage
  }
  return interruption.exitCode() ?? context.exitCode
}
