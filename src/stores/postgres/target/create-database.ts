import { codeOf } from '../../../core/error.ts'
import type { SqlSession } from '../../../core/sql-store.ts'
import type { DatabaseSettings } from '../schema/definition.ts'
import { quoteName, quoteText } from '../table-name.ts'
import { whenFree } from './server-session.ts'

/** SQLSTATEs of locales, encodings and providers that a server does not have, or not with its template. */
const unknownSettings = new Set(['22023', '42704', '42601', '42809', '0A000', '22000', 'XX000'])

/**
 * The connection limit of a database that has been made and not been marked yet. It is set in the statement that makes it,
 * so that what a killed run leaves in between is known by its name and this number together.
 */
export const unmarkedLimit = 104_729

/**
 * Makes an empty database that sorts and compares as the source does. Where the server cannot, because its operating
 * system has no such locale, it is made as the server makes databases, and that is said. Gives what there is to say.
 */
export async function createDatabase(
  session: SqlSession,
  name: string,
  settings: DatabaseSettings,
): Promise<string | undefined> {
  const template = await pristineTemplate(session)
  const create = (options: string) =>
    whenFree(() =>
      session.query(
        `create database ${quoteName(name)} template ${template}${options} connection limit ${unmarkedLimit}`,
      ),
    )
  try {
    await create(await settingsClause(session, settings))
    return undefined
  } catch (thrown) {
    if (!unknownSettings.has(String(codeOf(thrown)))) throw thrown
  }
  await create('')
  return `the locale ${settings.locale ?? settings.collate} (${settings.encoding}), which this server cannot make a database with`
}

/** What administrators add to `template1` is not in `template0`; embedded servers have only the former. */
async function pristineTemplate(session: SqlSession): Promise<string> {
  const { rowCount } = await session.query(`select from pg_catalog.pg_database where datname = 'template0'`)
  return rowCount > 0 ? 'template0' : 'template1'
}

const providers: Readonly<Record<string, string>> = { c: 'libc', i: 'icu', b: 'builtin' }

async function settingsClause(session: SqlSession, settings: DatabaseSettings): Promise<string> {
  const { rows } = await session.query<{ version: number }>(
    `select current_setting('server_version_num')::int4 as version`,
  )
  const version = rows[0]?.version ?? 0
  const { encoding, provider, collate, ctype, locale, icuRules } = settings
  const options: [string, string | undefined][] = [
    ['encoding', encoding],
    ['lc_collate', collate],
    ['lc_ctype', ctype],
    ['locale_provider', version >= 150_000 ? providers[provider] : undefined],
    ['icu_locale', provider === 'i' ? locale : undefined],
    ['icu_rules', provider === 'i' ? icuRules : undefined],
    ['builtin_locale', provider === 'b' ? locale : undefined],
  ]
  return options.map(([option, value]) => (value === undefined ? '' : ` ${option} ${quoteText(value)}`)).join('')
}
