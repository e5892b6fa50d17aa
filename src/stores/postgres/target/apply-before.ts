import { codeOf, environmentError, messageOf, type Problem, StandinError } from '../../../core/error.ts'
import type { SqlSession } from '../../../core/sql-store.ts'
import { isServerGone, targetFailed } from '../copy/server-error.ts'
import { type DumpEntry, splitDump } from '../schema/dump-text.ts'
import { describeEntry } from './describe-entry.ts'

/** What pg_dump would set, as far as every version knows it; the rest is set for every connection of a transfer. */
export const definitionSettings = `
  set check_function_bodies = off;
  set client_min_messages = warning;
  set standard_conforming_strings = on;
  set synchronous_commit = off;
  reset max_parallel_workers_per_gather`

/** What a script makes, one after the other. */
export function entriesOf(script: string): DumpEntry[] {
  return splitDump(script).filter(({ type }) => type !== '')
}

/** Throws `target.no-extension` with all extensions that the definition needs and the server does not have. */
export async function refuseMissingExtensions(session: SqlSession, script: string): Promise<void> {
  const needed = entriesOf(script).filter(({ type }) => type === 'EXTENSION')
  const { rows } = await session.query<{ name: string }>('select name::text from pg_catalog.pg_available_extensions')
  const available = new Set(rows.map(({ name }) => name))
  const problems = needed
    .filter(({ name }) => !available.has(name))
    .map(
      ({ name }): Problem => ({
        code: 'target.no-extension',
        message: `the source uses the extension ${name}, which the server of the target does not have`,
        remedy: 'install it on that server',
      }),
    )
  if (problems.length > 0) throw new StandinError('environment', problems)
}

/** Makes types, functions and tables. Throws `target.definition-refused`, naming the object. */
export async function applyBefore(session: SqlSession, script: string, signal?: AbortSignal): Promise<void> {
  for (const entry of entriesOf(script)) {
    signal?.throwIfAborted()
    try {
      await session.query(entry.sql)
    } catch (thrown) {
      if (isServerGone(thrown)) throw targetFailed(thrown, describeEntry(entry))
      // The comment of an extension is that of the version that is installed there.
      if (entry.type === 'COMMENT' && entry.name.startsWith('EXTENSION ') && codeOf(thrown) === '42501') continue
      throw environmentError(
        {
          code: 'target.definition-refused',
          message: `the target does not take the ${describeEntry(entry)}: ${messageOf(thrown)} (SQLSTATE ${codeOf(thrown)})`,
          remedy: 'check that its server is as new as the source, and that the role may make such objects',
        },
        thrown,
      )
    }
  }
}
