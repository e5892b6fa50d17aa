import { type Problem, StandinError } from '../../../core/error.ts'
import type { SqlSession } from '../../../core/sql-store.ts'
import type { TableSchema } from '../../../core/transfer/store-schema.ts'
import { readUnvalidated } from '../schema/read-definition.ts'
import { quoteTable } from '../table-name.ts'

/** Throws `clone.unverified` with every table that has not as many rows as were sent. */
export async function verifyRows(
  session: SqlSession,
  tables: readonly TableSchema[],
  sent: ReadonlyMap<string, number>,
): Promise<void> {
  const problems: Problem[] = []
  for (const { name, holdsNoRows } of tables) {
    if (holdsNoRows !== undefined) continue
    const { rows } = await session.query<{ count: string }>(
      `select count(*)::text as count from only ${quoteTable(name)}`,
    )
    const [present, expected] = [Number(rows[0]?.count), sent.get(name) ?? 0]
    if (present === expected) continue
    problems.push({
      code: 'clone.unverified',
      message: `the table ${name} has ${present} rows in the target, but ${expected} were sent`,
    })
  }
  if (problems.length > 0) throw new StandinError('finding', problems)
}

/** Throws `clone.unverified` with every constraint and index that holds in the source and not in the target. */
export async function verifyConstraints(session: SqlSession, unvalidated: readonly string[]): Promise<void> {
  const expected = new Set(unvalidated)
  const problems = (await readUnvalidated(session))
    .filter((name) => !expected.has(name))
    .map((name): Problem => ({ code: 'clone.unverified', message: `${name} does not hold in the target` }))
  if (problems.length > 0) throw new StandinError('finding', problems)
}
