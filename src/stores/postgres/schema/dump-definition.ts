import { environmentError, messageOf, refuseWhenAborted, StandinError } from '../../../core/error.ts'
import { quoteName } from '../table-name.ts'
import { dumpEmbedded, embeddedMajor } from './dump-embedded.ts'
import { isCarried } from './dump-filter.ts'
import { dumpInstalled, findInstalledDump } from './dump-installed.ts'
import { type DumpEntry, splitDump } from './dump-text.ts'

export interface DumpOptions {
  /** Exported by the transaction whose view of the catalogs the dump shares. */
  snapshot?: string
  /** The server's, as `180004`. */
  serverVersion: number
  /** Foreign tables and what reads them. */
  leftOut: readonly { schema: string; name: string }[]
  /** Where programs are looked for: `PATH`. Without one, the pg_dump that npm brought is used. */
  searchPath?: string
  signal: AbortSignal
}

/** pg_dump's two sections as SQL scripts: no owners, no privileges, no meta commands of psql. */
export interface Dump {
  before: string
  after: string
}

/**
 * What pg_dump says of a database: the one on the search path when it is new enough for the server, else the one that
 * npm brought. Both write the same text, but for what newer versions write differently. Throws `postgres.too-new` when
 * there is none for the server, `source.undumpable` with what pg_dump said.
 */
export async function dumpDefinition(url: string, options: DumpOptions): Promise<Dump> {
  const { signal } = options
  const major = Math.floor(options.serverVersion / 10_000)
  const installed = options.searchPath === undefined ? undefined : await findInstalledDump(options.searchPath, major)
  if (installed === undefined && major > embeddedMajor) throw tooNew(major)
  const args = ['--section=pre-data', '--section=post-data', ...argumentsFor(options)]
  const text = await (installed === undefined
    ? dumpEmbedded(url, args, signal)
    : dumpInstalled(installed, url, args, signal)
  ).catch((thrown: unknown) => {
    refuseWhenAborted(signal)
    throw undumpable(thrown)
  })
  const [before, after] = sectionsOf(splitDump(text))
  return { before: carriedText(before), after: carriedText(after) }
}

/** What pg_dump writes behind the data, if there were any. All other objects come before these. */
const postData = new Set([
  'INDEX',
  'INDEX ATTACH',
  'STATISTICS',
  'CONSTRAINT',
  'CHECK CONSTRAINT',
  'FK CONSTRAINT',
  'TRIGGER',
  'EVENT TRIGGER',
  'RULE',
  'POLICY',
  'ROW SECURITY',
  'MATERIALIZED VIEW DATA',
  'PUBLICATION',
  'PUBLICATION TABLE',
  'PUBLICATION TABLES IN SCHEMA',
  'SUBSCRIPTION',
  'SUBSCRIPTION TABLE',
])

/** One run of pg_dump tells both sections, one after the other, and does not say where the second one begins. */
function sectionsOf(entries: readonly DumpEntry[]): [before: readonly DumpEntry[], after: readonly DumpEntry[]] {
  const first = entries.findIndex(({ type }) => postData.has(type))
  return first === -1 ? [entries, []] : [entries.slice(0, first), entries.slice(first)]
}

const accessMethod = /^SET default_table_access_method = .*;$/gm

/**
 * The entries that a clone has, too. pg_dump says how the tables that follow are stored between two entries, so that is
 * kept where the one before is not. What it sets before the first one differs between versions, and is set elsewhere.
 */
function carriedText(entries: readonly DumpEntry[]): string {
  let kept = ''
  let text = ''
  for (const entry of entries) {
    if (entry.type === '' || !isCarried(entry)) {
      kept = entry.sql.match(accessMethod)?.at(-1) ?? kept
      continue
    }
    const { type, name, schema, sql } = entry
    text += `--\n-- Name: ${name}; Type: ${type}; Schema: ${schema}; Owner: -\n--\n\n`
    text += `${kept === '' ? '' : `${kept}\n\n`}${sql}\n\n`
    kept = ''
  }
  return text
}

function argumentsFor({ snapshot, leftOut }: DumpOptions): string[] {
  return [
    '--no-owner',
    '--no-privileges',
    '--no-tablespaces',
    '--no-publications',
    '--no-subscriptions',
    '--no-security-labels',
    '--no-blobs',
    '--no-sync',
    '--no-password',
    '--quote-all-identifiers',
    '--encoding=UTF8',
    '--lock-wait-timeout=60s',
    ...(snapshot === undefined ? [] : [`--snapshot=${snapshot}`]),
    ...leftOut.map(({ schema, name }) => `--exclude-table=${quoteName(schema)}.${quoteName(name)}`),
  ]
}

function tooNew(major: number): StandinError {
  return environmentError({
    code: 'postgres.too-new',
    message: `the server is PostgreSQL ${major}; the pg_dump that comes with standin reads servers up to ${embeddedMajor}`,
    remedy: `install the client programs of PostgreSQL ${major}, so that their pg_dump is on the PATH`,
  })
}

function undumpable(thrown: unknown): StandinError {
  if (thrown instanceof StandinError) return thrown
  return environmentError(
    {
      code: 'source.undumpable',
      message: `pg_dump cannot read how the database is laid out: ${messageOf(thrown)}`,
      remedy: 'check that the role may read all tables and sequences, and that nothing locks them',
    },
    thrown,
  )
}
