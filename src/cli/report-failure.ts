import { exitCodes, type Problem, StandinError } from '../core/error.ts'
import { codeFrame, formatPlace } from '../core/place.ts'
import type { CliIo } from './io.ts'

/** Prints what ended a command to stderr, and gives the exit code for it. */
export function reportFailure(thrown: unknown, io: CliIo): number {
  if (isSuppressed(thrown)) {
    const code = reportFailure(thrown.suppressed, io)
    reportFailure(thrown.error, io)
    return code
  }
  if (!(thrown instanceof StandinError)) {
    reportBug(thrown, io)
    return exitCodes.bug
  }
  if (thrown.kind !== 'interrupted') io.err.write(formatProblems(thrown.problems))
  return exitCodes[thrown.kind]
}

const mostProblems = 20

/** Each problem with its place, the line concerned and the remedy; of a great many only the first. */
export function formatProblems(problems: readonly Problem[]): string {
  const shown = problems.slice(0, mostProblems).map(formatProblem).join('')
  const hidden = problems.length - mostProblems
  return hidden > 0 ? `${shown}… and ${hidden} more\n` : shown
}

/** Prints the stack of an exception that was not foreseen. */
export function reportBug(thrown: unknown, io: CliIo): void {
  const stack = thrown instanceof Error ? causes(thrown).join('\ncaused by ') : String(thrown)
  io.err.write(
    `${stack}\nThis is a bug in standin: please report it, with the text above and the command that you typed.\n`,
  )
}

/** What `lint` finds doubtful runs all the same. */
export function isWarning(code: string): boolean {
  return code.startsWith('lint.')
}

function formatProblem({ code, message, place, remedy }: Problem): string {
  let text = `${isWarning(code) ? 'warning' : 'error'}: ${message}\n`
  if (place !== undefined) {
    text += `  ${formatPlace(place)}\n`
    for (const line of codeFrame(place).split('\n')) if (line !== '') text += `  ${line}\n`
  }
  if (remedy !== undefined) text += `  ${remedy}\n`
  return text
}

/** A failure with a second one, met while cleaning up, that `using` put around it. Node 22 has no class for it. */
function isSuppressed(thrown: unknown): thrown is SuppressedError {
  return thrown instanceof Error && thrown.name === 'SuppressedError' && 'suppressed' in thrown
}

function causes(error: Error): string[] {
  const own = error.stack ?? error.message
  return error.cause instanceof Error ? [own, ...causes(error.cause)] : [own]
}
