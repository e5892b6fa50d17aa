import type { ColumnType } from '../../../core/rows/column-type.ts'
import type { SqlSession } from '../../../core/sql-store.ts'
import { builtInType } from './built-in-type.ts'

/** The types of a database. */
export interface Types {
  /** What a column of this type and modifier holds. */
  typeOf(oid: number, modifier: number): ColumnType
  /** Whether it is a domain that NULL is not in. */
  isRequired(oid: number): boolean
}

interface TypeRow extends Record<string, unknown> {
  oid: string
  name: string
  /** As SQL writes it, without a modifier. */
  formatted: string
  builtIn: boolean
  kind: string
  base: string
  modifier: number
  required: boolean
  element: string
  array: boolean
  relation: string
}

interface Field {
  name: string
  type: number
  modifier: number
}

const types = `
  select t.oid::int8::text as oid, t.typname as name, format_type(t.oid, null) as formatted,
    n.nspname = 'pg_catalog' as "builtIn", t.typtype as kind, t.typbasetype::int8::text as base, t.typtypmod as modifier,
    t.typnotnull as required, t.typelem::int8::text as element, t.typcategory = 'A' and t.typlen = -1 as array,
    t.typrelid::int8::text as relation
  from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace`

const labels = `
  select enumtypid::int8::text as type, array_agg(enumlabel::text order by enumsortorder) as labels
  from pg_catalog.pg_enum group by enumtypid`

const fields = `
  select a.attrelid::int8::text as relation, a.attname as name, a.atttypid::int8::text as type, a.atttypmod as modifier
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid = a.attrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'
    and c.relkind in ('c', 'r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
  order by a.attrelid, a.attnum`

/** Reads all types of a database, those of extensions and of tables' rows included. */
export async function readTypes(session: SqlSession): Promise<Types> {
  const byOid = new Map((await session.query<TypeRow>(types)).rows.map((row) => [Number(row.oid), row]))
  const labelRows = await session.query<{ type: string; labels: string[] }>(labels)
  const labelsOf = new Map(labelRows.rows.map((row) => [Number(row.type), row.labels]))
  const fieldsOf = await readFields(session)

  function typeOf(oid: number, modifier: number): ColumnType {
    const row = byOid.get(oid)
    if (row === undefined) return { kind: 'other', name: 'unknown' }
    const name = row.formatted.replace(/^public\./, '')
    if (row.kind === 'd') return { ...typeOf(Number(row.base), row.modifier), name }
    if (row.kind === 'e') return { kind: 'text', name, labels: labelsOf.get(oid) ?? [] }
    if (row.kind === 'c') return { kind: 'composite', name, fields: fieldsIn(Number(row.relation)) }
    if (row.array) {
      const element = typeOf(Number(row.element), modifier)
      return { kind: 'array', name: `${element.name}[]`, element }
    }
    if (row.builtIn) return builtInType(oid, name, modifier)
    return { kind: row.name === 'citext' ? 'text' : 'other', name }
  }

  function fieldsIn(relation: number): { name: string; type: ColumnType }[] {
    return (fieldsOf.get(relation) ?? []).map(({ name, type, modifier }) => ({ name, type: typeOf(type, modifier) }))
  }

  function isRequired(oid: number): boolean {
    const row = byOid.get(oid)
    return row?.kind === 'd' && (row.required || isRequired(Number(row.base)))
  }

  return { typeOf, isRequired }
}

async function readFields(session: SqlSession): Promise<Map<number, Field[]>> {
  const { rows } = await session.query<{ relation: string; name: string; type: string; modifier: number }>(fields)
  const byRelation = new Map<number, Field[]>()
  for (const { relation, name, type, modifier } of rows) {
    const own = byRelation.get(Number(relation)) ?? []
    byRelation.set(Number(relation), own)
    own.push({ name, type: Number(type), modifier })
  }
  return byRelation
}
