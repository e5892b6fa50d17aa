import { type Problem, StandinError } from '../../src/core/error.ts'

/** The problems that something throws, as `CODE LINE:COLUMN MESSAGE`; empty when it does not throw. */
export function problemsOf(run: () => unknown): string[] {
  try {
    run()
    return []
  } catch (thrown) {
    if (!(thrown instanceof StandinError)) throw thrown
    return thrown.problems.map(shown)
  }
}

export function shown({ code, message, place }: Problem): string {
  return place === undefined ? `${code} ${message}` : `${code} ${place.line}:${place.column} ${message}`
}
