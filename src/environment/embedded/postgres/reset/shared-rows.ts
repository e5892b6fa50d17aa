import type { ResetServer } from './reset-server.ts'

export interface Pair {
  copy: number
  template: number
}

/**
 * What the server keeps of a database outside of it becomes as it is for the template: its settings, privileges,
 * comments, dependencies on roles, and how old its rows are.
 */
export async function dressLikeTemplates({ maintenance }: ResetServer, pairs: readonly Pair[]): Promise<void> {
  const list = pairs.map(({ copy, template }) => `(${copy}::oid, ${template}::oid)`).join(', ')
  const copies = pairs.map(({ copy }) => copy).join(', ')
  const inserts = Object.entries(shared).map(
    ([table, columns]) => `
      delete from ${table} where ${columns.at} in (${copies})${columns.and ?? ''};
      insert into ${table} select ${columns.select} from ${table} s
        join (values ${list}) as pair(copy, template) on s.${columns.at} = pair.template${columns.and ?? ''};`,
  )
  await maintenance.script(`
    update pg_database c set datfrozenxid = t.datfrozenxid, datminmxid = t.datminmxid, datacl = t.datacl,
        datconnlimit = t.datconnlimit, datdba = t.datdba
      from pg_database t, (values ${list}) as pair(copy, template) where c.oid = pair.copy and t.oid = pair.template;
    ${inserts.join('')}`)
}

const database = `'pg_database'::regclass`

/** The shared catalogs that speak of databases, and their columns. */
const shared: Readonly<Record<string, { at: string; and?: string; select: string }>> = {
  pg_db_role_setting: { at: 'setdatabase', select: 'pair.copy, setrole, setconfig' },
  pg_shdepend: {
    at: 'dbid',
    select: 'pair.copy, classid, objid, objsubid, refclassid, refobjid, deptype',
  },
  pg_shdescription: {
    at: 'objoid',
    and: ` and classoid = ${database}`,
    select: 'pair.copy, classoid, description',
  },
}
