import type { SqlSession } from '../../../core/sql-store.ts'
import type { Reference } from '../../../core/transfer/store-schema.ts'
import type { Relation } from './read-relations.ts'

/*
 * The columns of an index's keys, and those that its expressions are made of: they stand in the stored tree of the
 * expression as `:varattno 3`. A column that only the predicate names is not unique in any way.
 */
const uniqueSets = `
  select i.indrelid::int8::text as relation, array_agg(distinct a.attname::text) as columns
  from pg_catalog.pg_index i
  cross join lateral (
    select k.attnum::int4 from unnest(i.indkey::int2[]) with ordinality as k (attnum, position)
    where k.position <= i.indnkeyatts and k.attnum > 0
    union
    select m[1]::int4 from regexp_matches(i.indexprs::text, ':varattno (\\d+)', 'g') as m
  ) as involved (attnum)
  join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = involved.attnum
  where i.indisunique or i.indisexclusion
  group by i.indexrelid, i.indrelid
  order by i.indexrelid`

/** The sets of columns whose values are unique together, or exclude each other, by the table's number. */
export async function readUniqueSets(session: SqlSession): Promise<Map<number, string[][]>> {
  const { rows } = await session.query<{ relation: string; columns: string[] }>(uniqueSets)
  const byRelation = new Map<number, string[][]>()
  for (const { relation, columns } of rows) {
    const own = byRelation.get(Number(relation)) ?? []
    byRelation.set(Number(relation), own)
    const sorted = [...columns].sort()
    if (!own.some((other) => other.join('\0') === sorted.join('\0'))) own.push(sorted)
  }
  return byRelation
}

/* A key that refers to a partitioned table has one more row for each of its partitions, which says nothing new. */
const references = `
  select f.conrelid::int8::text as relation, f.confrelid::int8::text as referred,
    (select array_agg(a.attname::text order by k.position)
      from unnest(f.conkey) with ordinality as k (attnum, position)
      join pg_catalog.pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.attnum) as columns,
    (select array_agg(a.attname::text order by k.position)
      from unnest(f.confkey) with ordinality as k (attnum, position)
      join pg_catalog.pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.attnum) as referenced
  from pg_catalog.pg_constraint f
  left join pg_catalog.pg_constraint parent on parent.oid = f.conparentid
  where f.contype = 'f' and parent.conrelid is distinct from f.conrelid
  order by f.conrelid, f.conname collate "C"`

/** Foreign keys by the number of the table that has them. */
export async function readReferences(
  session: SqlSession,
  relations: readonly Relation[],
): Promise<Map<number, Reference[]>> {
  const names = new Map(relations.map(({ oid, name }) => [oid, name]))
  const { rows } = await session.query<{
    relation: string
    referred: string
    columns: string[]
    referenced: string[]
  }>(references)
  const byRelation = new Map<number, Reference[]>()
  for (const { relation, referred, columns, referenced } of rows) {
    const table = names.get(Number(referred))
    if (table === undefined) continue
    const own = byRelation.get(Number(relation)) ?? []
    byRelation.set(Number(relation), own)
    own.push({ columns, table, referenced })
  }
  return byRelation
}
