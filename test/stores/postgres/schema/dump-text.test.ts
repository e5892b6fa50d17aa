import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCarried } from '../../../../src/stores/postgres/schema/dump-filter.ts'
import { splitDump } from '../../../../src/stores/postgres/schema/dump-text.ts'
import { quoteText } from '../../../../src/stores/postgres/table-name.ts'

const frame = (entries: readonly { name: string; type: string; sql: string }[]): string =>
  [
    '--\n-- PostgreSQL database dump\n--\n\n\\restrict aB3\n\n-- Dumped by pg_dump version 18.0\n\nSET x = 1;\n\n',
    ...entries.map(
      ({ name, type, sql }) => `--\n-- Name: ${name}; Type: ${type}; Schema: s; Owner: -\n--\n\n${sql}\n\n\n`,
    ),
    '--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict aB3\n\n',
  ].join('')

test('takes a dump apart', () => {
  const entries = [
    { name: 'a', type: 'TABLE', sql: 'CREATE TABLE "s"."a" ();' },
    {
      name: 'f(text); x',
      type: 'FUNCTION',
      sql: `CREATE FUNCTION f() AS $_$ '\n--\n-- Name: z; Type: TABLE; Schema: s; Owner: -\n--\n$_$;`,
    },
    { name: 'SCHEMA s', type: 'COMMENT', sql: `COMMENT ON SCHEMA s IS '\n\\restrict me\n--';` },
    {
      name: 'v',
      type: 'VIEW',
      sql: 'CREATE VIEW v AS SELECT 1 /* a /* b */\n-- Name: q; Type: TABLE; Schema: s; Owner: -\n */;',
    },
  ]
  expect(splitDump(frame(entries))).toEqual([
    { type: '', name: '', schema: '-', sql: 'SET x = 1;' },
    ...entries.map((entry) => ({ ...entry, schema: 's' })),
  ])
})

test('leaves every literal whole', () => {
  const piece = fc.constantFrom(
    "'",
    '"',
    '$',
    '$$',
    '$a$',
    '\\',
    '\n',
    '--',
    '/*',
    '*/',
    'E',
    ';',
    'x',
    '\n--\n-- Name: n; Type: TABLE; Schema: s; Owner: -\n--\n',
  )
  const texts = fc.array(
    fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
    { minLength: 1, maxLength: 4 },
  )
  fc.assert(
    fc.property(texts, (values) => {
      const entries = values.map((value, index) => ({
        name: `n${index}`,
        type: 'COMMENT',
        sql: `COMMENT ON TABLE "a${value.replaceAll('"', '""')}b" IS ${quoteText(value)};`,
      }))
      expect(splitDump(frame(entries)).slice(1)).toEqual(entries.map((entry) => ({ ...entry, schema: 's' })))
    }),
  )
})

test.each([
  ['TABLE', 'customer', true],
  ['SERVER', 'far', false],
  ['USER MAPPING', 'USER MAPPING u SERVER far', false],
  ['COMMENT', 'SERVER far', false],
  ['COMMENT', 'EVENT TRIGGER watch', false],
  ['COMMENT', 'TABLE customer', true],
  ['STATISTICS', 's', true],
  ['STATISTICS DATA', 'customer', false],
])('%s %s is carried: %s', (type, name, carried) => {
  expect(isCarried({ type, name, schema: '-', sql: ';' })).toBe(carried)
})
