import { type Document, Double, deserialize, Int32, Long, ObjectId, serialize } from 'bson'
import {
  array as arrayOf,
  assert,
  constant,
  constantFrom,
  dictionary,
  integer,
  letrec,
  oneof,
  property,
  string,
} from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appendText, byteSink } from '../../../../src/core/rows/byte-sink.ts'
import type { ColumnType, ValueKind } from '../../../../src/core/rows/column-type.ts'
import type { RowView } from '../../../../src/core/rows/row-view.ts'
import {
  type ColumnTransform,
  type DocumentPath,
  type TableTransform,
  wroteNull,
  wroteValue,
} from '../../../../src/core/rows/table-transform.ts'
import { coversPath, type Path, parsePath } from '../../../../src/core/treatment/path.ts'
import { rewriteDocument } from '../../../../src/stores/mongodb/transfer/rewrite/rewrite.ts'
import { documentRewriter } from '../../../../src/stores/mongodb/transfer/rewrite/rewriter.ts'
import { everyType, int32 } from './bson-bytes.ts'

interface Rule extends Partial<Omit<DocumentPath, 'type'>> {
  kind?: ValueKind
  column?: ColumnTransform
}

function transformOf(rules: Readonly<Record<string, Rule>>, beginRow: TableTransform['beginRow'] = () => undefined) {
  const entries = Object.entries(rules)
  return {
    columns: entries.map(([, { column }]) => column),
    paths: entries.map(([pattern, { kind = 'text', column: _, ...rest }]): DocumentPath => {
      const type: ColumnType = { kind, name: kind }
      return { pattern, covers: 'leaf', type, ...rest }
    }),
    beginRow,
  } satisfies TableTransform
}

function rewriteBytes(transform: TableTransform, bytes: Uint8Array): Uint8Array {
  const sink = byteSink(16)
  // Something stands before, as in a batch.
  appendText(sink, 'before')
  rewriteDocument(documentRewriter('shop', transform), Buffer.concat([Buffer.from('xy'), bytes]), 2, sink)
  return sink.bytes.slice(6, sink.length)
}

function rewrite(transform: TableTransform, document: Document): Document {
  return deserialize(rewriteBytes(transform, serialize(document)), { promoteValues: false })
}

const decoder = new TextDecoder()

/** Writes the text in upper case, with its length in front, so that lengths change. */
const shout: ColumnTransform = {
  text(row, field, out) {
    const text = decoder.decode(row.bytes.subarray(row.starts[field], row.ends[field]))
    appendText(out, `${text.length}:${text.toUpperCase()}`)
    return wroteValue
  },
  value: (_row, _field, value) => `${String(value).length}:${String(value).toUpperCase()}`,
}

const nothing: ColumnTransform = { text: () => wroteNull, number: () => Number.NaN, value: () => null }

const add = (more: number): ColumnTransform => ({
  number: (_row, _field, value) => value + more,
  value: (_row, _field, value) => (typeof value === 'number' ? value + more : value),
})

const everything: Rule = { covers: 'all' }

describe('a document that is rewritten', () => {
  test('is the same to the byte where everything is kept', () => {
    const bytes = everyType(['_id', 0x10, int32(1)])
    expect(Buffer.from(rewriteBytes(transformOf({ '*': everything }), bytes))).toEqual(Buffer.from(bytes))
  })

  test('is the one that a walk through objects would give, whatever is in it', () => {
    const key = constantFrom('a', 'b', 'c', 'a.b', '')
    const { value } = letrec((tie) => ({
      value: oneof(
        { depthSize: 'small' },
        string({ unit: 'grapheme' }),
        integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((n) => new Int32(n)),
        constant(null),
        arrayOf(tie('value'), { maxLength: 4 }),
        dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }))
    const patterns = constantFrom('b.a', 'a[].b', '*.b', 'a.*.c', 'b[][]', 'c."a.b"', 'a."".a', '*[].a', 'a[].b[].c')
    assert(
      property(dictionary(key, value, { maxKeys: 5 }), arrayOf(patterns, { maxLength: 5 }), (document, chosen) => {
        const rules = { '*': everything, ...Object.fromEntries(chosen.map((pattern) => [pattern, { column: shout }])) }
        const rewritten = rewriteBytes(transformOf(rules), serialize(document as Document))
        const expected = serialize(walked(document, [], chosen.map(pathOf)) as Document)
        expect(Buffer.from(rewritten)).toEqual(Buffer.from(expected))
      }),
      { numRuns: 500 },
    )
  })

  test('has numbers and dates in the fast form, with the type that they had', () => {
    const rules = {
      int: { kind: 'integer', column: add(1) },
      wide: { kind: 'integer', column: add(2 ** 33) },
      long: { kind: 'integer', column: add(-1) },
      at: { kind: 'timestamp', column: add(1_500) },
      gone: { kind: 'integer', column: nothing },
      text: { kind: 'text', column: nothing },
      mixed: { kind: 'text', column: { value: (_row, _field, value) => `${value}1` } },
      id: { kind: 'other', column: { value: () => 'ffffffffffffffffffffffff' } },
    } as const satisfies Record<string, Rule>
    const document = {
      int: new Int32(-2),
      wide: new Int32(1),
      long: Long.fromNumber(-(2 ** 40)),
      at: new Date(-3),
      gone: new Int32(1),
      text: 'x',
      mixed: new Int32(7),
      id: new ObjectId(),
    }
    expect(rewrite(transformOf(rules), document)).toEqual({
      int: new Int32(-1),
      wide: Long.fromNumber(2 ** 33 + 1),
      long: Long.fromNumber(-(2 ** 40) - 1),
      at: new Date(-2),
      gone: null,
      text: null,
      mixed: new Int32(71),
      id: ObjectId.createFromHexString('ffffffffffffffffffffffff'),
    })
  })

  test('keeps null and what is missing, unless the rule fills it', () => {
    const filled: ColumnTransform = { fillsNull: true, value: () => 'filled' }
    const transform = transformOf({ a: { column: shout }, b: { column: filled }, c: { column: filled } })
    expect(rewrite(transform, { a: null, b: null })).toEqual({ a: null, b: 'filled' })
  })

  test('gives a container as one value to a rule that covers it, but for what a deeper rule says', () => {
    const redact: ColumnTransform = { value: () => 'redacted' }
    const transform = transformOf({
      whole: { covers: 'all', column: redact },
      part: { covers: 'all', column: redact },
      'part.country': {},
    })
    const document = { whole: { a: [1] }, part: { city: 'x', country: 'de', more: { a: 1 } } }
    const part = { city: 'redacted', country: 'de', more: 'redacted' }
    expect(rewrite(transform, document)).toEqual({ whole: 'redacted', part })
  })

  test('lets rules see other fields: those of the document, and those of the same element', () => {
    const seen = byteSink()
    const withKey: ColumnTransform = {
      text(row, _field, out) {
        if (!row.appendText(0, out)) appendText(out, '-')
        appendText(out, '/')
        if (!row.appendText(1, out)) appendText(out, '-')
        return wroteValue
      },
      value: () => null,
    }
    let rows = 0
    const transform = transformOf(
      {
        _id: { located: true, kind: 'integer' },
        'people[].number': { located: true },
        'people[].name': { column: withKey },
        owner: { column: withKey },
      },
      (row: RowView) => {
        rows += 1
        row.appendText(1, seen)
      },
    )
    const people = [{ name: 'a', number: '7' }, { name: 'b' }, { number: new Double(9), name: 'c' }]
    const rewritten = rewrite(transform, { people, owner: 'd', _id: Long.fromNumber(-120) })
    expect(rewritten.people.map(({ name }: Document) => name)).toEqual(['-120/7', '-120/-', '-120/9'])
    expect(rewritten.owner).toBe('-120/-')
    expect([rows, decoder.decode(seen.bytes.subarray(0, seen.length))]).toEqual([7, '79'])
  })
})

describe('a path that no rule covers is refused', () => {
  const transform = transformOf({ _id: {}, 'address.city': {}, 'tags[]': {}, 'values.*[].data': {} })
  test.each<[string, Document, string]>([
    ['a new key', { _id: 1, email: 'secret' }, 'shop.email'],
    ['a new key below', { address: { street: 'secret' } }, 'shop.address.street'],
    ['a null', { email: null }, 'shop.email'],
    ['a value where a document was', { address: 'secret' }, 'shop.address'],
    ['a document where a value was', { address: { city: { secret: 1 } } }, 'shop.address.city'],
    ['a document in an array', { tags: [{ secret: 1 }] }, 'shop.tags[]'],
    ['an array where a value was', { _id: ['secret'] }, 'shop._id[]'],
    ['a key below any key', { values: { name: [{ data: 1 }, { locale: 'de' }] } }, 'shop.values.name[].locale'],
    ['a key that is data', { 'secret@example.com': 1 }, 'shop.*'],
    ['a key that is a number', { address: { 12345: 1 } }, 'shop.address.*'],
  ])('%s', (_, document, place) => {
    let thrown: unknown
    try {
      rewrite(transform, document)
    } catch (caught) {
      thrown = caught
    }
    expect(thrown).toMatchObject({ kind: 'finding', code: 'clone.unmapped-path' })
    expect((thrown as Error).message).toContain(`${place}: `)
    expect((thrown as Error).message).not.toContain('secret')
  })

  test.each<[string, Document]>([
    ['null in the place of a document', { address: null }],
    ['an empty document', { address: {} }],
    ['an empty array', { tags: [], values: { x: [] } }],
    [
      'everything that is covered',
      { _id: 'x', address: { city: 'x' }, tags: ['x', 1], values: { y: [{ data: 'x' }] } },
    ],
  ])('but not %s', (_, document) => {
    expect(rewrite(transform, document)).toEqual(deserialize(serialize(document), { promoteValues: false }))
  })
})

function pathOf(pattern: string): Path {
  return parsePath(pattern) ?? []
}

/** The same by objects. */
function walked(value: unknown, path: Path, masked: readonly Path[]): unknown {
  if (value === null) return null
  if (Array.isArray(value)) return value.map((inner) => walked(inner, [...path, { kind: 'elements' }], masked))
  if (typeof value !== 'object' || value instanceof Int32) {
    const isMasked = masked.some((pattern) => pattern.length === path.length && coversPath(pattern, path))
    const text = value instanceof Int32 ? String(value.value) : String(value)
    return isMasked ? `${text.length}:${text.toUpperCase()}` : value
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, walked(inner, [...path, { kind: 'key', name }], masked)]),
  )
}
