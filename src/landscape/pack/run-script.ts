import { readFile } from 'node:fs/promises'
import { codeOf, StandinError } from '../../core/error.ts'
import type { SqlSession } from '../../core/sql-store.ts'

/**
 * Runs the statements of a pack's file within a transaction, in which the numbers of the size can be read as settings.
 * Throws `pack.refused` with the database's reason.
 */
export async function runScript(
  session: SqlSession,
  file: string,
  numbers: Readonly<Record<string, number>>,
): Promise<void> {
  const script = await readFile(file, 'utf8')
  await setNumbers(session, numbers)
  await session.query(script).catch((thrown: unknown) => Promise.reject(scriptRefused(file, thrown)))
}

/** Lets `current_setting('pack.NAME')` read a number until the transaction ends. */
export async function setNumbers(session: SqlSession, numbers: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, value] of Object.entries(numbers))
    await session.query('select set_config($1, $2, true)', [`pack.${name}`, String(value)])
}

/** Messages of syntax and of constraints name no values; others of the database may. */
export function scriptRefused(file: string, thrown: unknown): unknown {
  if (!(thrown instanceof StandinError) || thrown.code !== 'sql.failed') return thrown
  const state = String(codeOf(thrown.cause))
  const reason = /^(23|42)/.test(state) ? thrown.message : `SQLSTATE ${state}`
  const place = { file, line: 1, column: 1 }
  const message = `the database does not run the script of the pack: ${reason}`
  return new StandinError('usage', { code: 'pack.refused', message, place }, { cause: thrown })
}
