import { type StandinError, usageError } from '../../core/error.ts'

/** A system of somebody else that may be written to only when it is known to be there for tests. */
export interface ExternalSystem {
  /** By its name in the landscape. */
  system: string
  /** The user has said that it is a test system. What calls itself something else is refused all the same. */
  isKnown: boolean
}

/** Says it of a database or a document database; before `_test` the name of a topic that says it of a broker. */
export const testMarker = 'standin_environment'

/**
 * Decides by what the marker says, `undefined` where there is none. Throws the usage errors `external.not-test` and
 * `external.unmarked`, before anything was written.
 */
export function refuseUnlessTest(
  { system, isKnown }: ExternalSystem,
  what: string,
  found: unknown,
  howToMark: string,
): void {
  if (found === 'test') return
  if (found !== undefined) throw notTest(system, what)
  if (isKnown) return
  throw usageError({
    code: 'external.unmarked',
    message: `nothing says that the ${what} of ${system} is there for tests, so nothing is written to it`,
    remedy: `${howToMark}, or give --i-know if you are sure`,
  })
}

function notTest(system: string, what: string): StandinError {
  return usageError({
    code: 'external.not-test',
    message: `the ${what} of ${system} has a ${testMarker} that does not say "test", so nothing is written to it`,
    remedy: 'Name a test system in standin.yaml.',
  })
}
