import { codeOf, environmentError, messageOf, StandinError } from '../../../core/error.ts'
import type { SqlSession } from '../../../core/sql-store.ts'
import { isServerGone, targetFailed } from '../copy/server-error.ts'
import type { DefinitionAfter, SequencePosition } from '../schema/definition.ts'
import type { DumpEntry } from '../schema/dump-text.ts'
import { quoteName, quoteText } from '../table-name.ts'
import { entriesOf } from './apply-before.ts'
import { describeEntry } from './describe-entry.ts'
import { readMade, recordMade } from './ledger.ts'

/** Row security would hide rows from the comparison that follows: it comes into force at the very end. */
function isForTheEnd({ type }: DumpEntry): boolean {
  return type === 'ROW SECURITY'
}

/**
 * Positions of sequences, then indexes, constraints, triggers and contents of materialized views in pg_dump's order, each
 * in a transaction with its row of the ledger, then statistics. Throws `clone.constraint-broken` where the rows do not
 * fit a constraint, else `target.definition-refused`.
 */
export async function applyAfter(
  session: SqlSession,
  after: DefinitionAfter,
  progress: (what: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const made = await readMade(session)
  await positionSequences(session, after.sequences)
  for (const [index, entry] of entriesOf(after.script).entries()) {
    if (made.has(index) || isForTheEnd(entry)) continue
    signal.throwIfAborted()
    progress(describeEntry(entry))
    if (!(await applyEntry(session, entry, recordMade(index)))) progress(`left out: ${describeEntry(entry)}`)
  }
  signal.throwIfAborted()
  progress('statistics')
  await session.query('analyze')
}

/** What comes into force when nothing is compared any more. */
export async function applyAtTheEnd(session: SqlSession, { script }: DefinitionAfter): Promise<void> {
  for (const entry of entriesOf(script).filter(isForTheEnd)) await applyEntry(session, entry, 'select 1')
}

/** How many sequences are set in one query. */
const together = 200

async function positionSequences(session: SqlSession, sequences: readonly SequencePosition[]): Promise<void> {
  for (let start = 0; start < sequences.length; start += together) {
    const calls = sequences
      .slice(start, start + together)
      .map(
        ({ schema, name, value, called }) =>
          `pg_catalog.setval(${quoteText(`${quoteName(schema)}.${quoteName(name)}`)}, ${quoteText(value)}, ${called})`,
      )
    await session.query(`select ${calls.join(', ')}`)
  }
}

/** False where a policy is for a role that the server does not have: without it, fewer rows are seen, never more. */
async function applyEntry(session: SqlSession, entry: DumpEntry, record: string): Promise<boolean> {
  try {
    await session.query(`begin;\n${entry.sql}\n;${record}; commit`)
    return true
  } catch (thrown) {
    if (isServerGone(thrown)) throw targetFailed(thrown, describeEntry(entry))
    await session.query('rollback')
    if (entry.type === 'POLICY' && codeOf(thrown) === '42704') return false
    throw refused(entry, thrown)
  }
}

/** Classes of SQLSTATE whose messages speak of definitions, and not of rows. */
const ofDefinitions = /^(0A|42|53|54|55|58)/

function refused(entry: DumpEntry, thrown: unknown): StandinError {
  const what = describeEntry(entry)
  const code = String(codeOf(thrown) ?? 'unknown')
  if (code.startsWith('23')) {
    return new StandinError('finding', {
      code: 'clone.constraint-broken',
      message: `the rows do not fit the ${what} (SQLSTATE ${code})`,
      remedy: 'treat its columns so that values stay unique, and the same on both sides of a reference',
    })
  }
  const said = ofDefinitions.test(code) ? `: ${messageOf(thrown)}` : ''
  return environmentError({
    code: 'target.definition-refused',
    message: `the target does not take the ${what}${said} (SQLSTATE ${code})`,
    remedy: 'check that its server is as new as the source, and that the role may make such objects',
  })
}
