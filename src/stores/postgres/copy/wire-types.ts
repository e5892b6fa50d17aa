import type { SqlSession } from '../../../core/sql-store.ts'
import { arrayCodec } from './codecs/array.ts'
import { arrayTextCodec, compositeTextCodec } from './codecs/array-text.ts'
import type { BinaryCodec, TextCodec } from './codecs/codec.ts'
import { codecs, type FastForm, namesOfObjects } from './codecs/codec-table.ts'
import { compositeCodec } from './codecs/composite.ts'
import { asPrinted } from './codecs/plain.ts'

/** How values of a type look within a COPY. */
export interface WireType {
  /** Whether they can be carried in binary form. */
  hasBinary: boolean
  /** Between binary and JavaScript; `undefined` where such values can only be replaced as text. */
  binary?: BinaryCodec
  text: TextCodec
  fast?: FastForm
}

interface TypeRow extends Record<string, unknown> {
  oid: string
  shape: string
  send: string | null
  receives: boolean
  base: string
  element: string
  delimiter: string
  relation: string
  subtype: string | null
}

const types = `
  select t.oid::int8::text as oid, t.typtype as shape, p.proname as send, t.typreceive <> 0 as receives,
    t.typbasetype::int8::text as base, case when p.proname = 'array_send' then t.typelem else 0 end::int8::text as element,
    t.typdelim as delimiter, t.typrelid::int8::text as relation, r.rngsubtype::int8::text as subtype
  from pg_catalog.pg_type t
  left join pg_catalog.pg_proc p on p.oid = t.typsend
  left join pg_catalog.pg_range r on t.oid in (r.rngtypid, (to_jsonb(r) ->> 'rngmultitypid')::oid)`

const fields = `
  select a.attrelid::int8::text as relation, a.attname as name, a.atttypid::int8::text as type
  from pg_catalog.pg_attribute a
  where a.attrelid in (select typrelid from pg_catalog.pg_type where typtype = 'c') and a.attrelid >= 16384
    and a.attnum > 0 and not a.attisdropped
  order by a.attrelid, a.attnum`

/** Reads how the types of a database are sent. Gives the type of an oid. */
export async function readWireTypes(session: SqlSession): Promise<(oid: number) => WireType> {
  const rows = new Map((await session.query<TypeRow>(types)).rows.map((row) => [Number(row.oid), row]))
  const fieldRows = (await session.query<{ relation: string; name: string; type: string }>(fields)).rows
  const fieldsOf = Map.groupBy(fieldRows, ({ relation }) => relation)
  const known = new Map<number, WireType>()

  function typeOf(oid: number): WireType {
    const found = known.get(oid)
    if (found !== undefined) return found
    const type = resolve(rows.get(oid))
    known.set(oid, type)
    return type
  }

  function resolve(row: TypeRow | undefined): WireType {
    if (row === undefined || row.send === null || !row.receives || namesOfObjects.has(row.send)) return onlyText
    if (row.shape === 'd') return typeOf(Number(row.base))
    if (row.element !== '0') return arrayOf(Number(row.element), row.delimiter)
    if (row.shape === 'c') return compositeOf(row.relation)
    if (row.subtype !== null) return { hasBinary: typeOf(Number(row.subtype)).hasBinary, text: asPrinted }
    const entry = codecs[row.shape === 'e' ? 'enum_send' : row.send]
    return { hasBinary: true, text: asPrinted, ...entry }
  }

  function arrayOf(oid: number, delimiter: string): WireType {
    const element = typeOf(oid)
    return {
      hasBinary: element.hasBinary,
      ...(element.binary !== undefined && { binary: arrayCodec(element.binary, oid) }),
      text: arrayTextCodec(element.text, delimiter),
    }
  }

  function compositeOf(relation: string): WireType {
    const parts = (fieldsOf.get(relation) ?? []).map(({ name, type }) => ({
      name,
      oid: Number(type),
      type: typeOf(Number(type)),
    }))
    const binary = parts.flatMap(({ name, oid, type }) =>
      type.binary === undefined ? [] : [{ name, oid, codec: type.binary }],
    )
    return {
      hasBinary: parts.every(({ type }) => type.hasBinary),
      ...(binary.length === parts.length && { binary: compositeCodec(binary) }),
      text: compositeTextCodec(parts.map(({ name, type }) => ({ name, codec: type.text }))),
    }
  }

  return typeOf
}

const onlyText: WireType = { hasBinary: false, text: asPrinted }
