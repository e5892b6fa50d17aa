import { expect, test } from 'vitest'
import { grown, type NameTable, overlaid } from '../../../src/scenario/expression/name-table.ts'

const namesOf = (table: NameTable<string>) => [...table.keys()].sort().join('')
const from = (table: NameTable<string>, ...names: string[]) =>
  grown(
    table,
    names.map((name) => [name, name] as const),
  )

test('a table sees what was there when it was made', () => {
  const first = from(new Map([['a', 'a']]), 'b')
  const second = from(first, 'c', 'd')
  expect([namesOf(first), namesOf(second)]).toEqual(['ab', 'abcd'])
  expect([first.has('c'), first.get('c'), second.get('c'), second.get('a')]).toEqual([false, undefined, 'c', 'a'])
})

test('tables that grow from the same one do not see each other', () => {
  const trunk = from(new Map(), 'a')
  const left = from(trunk, 'l')
  const right = from(from(trunk, 'r'), 's')
  expect([trunk, left, right, from(left, 'm')].map(namesOf)).toEqual(['a', 'al', 'ars', 'alm'])
  expect([left.has('r'), right.has('l')]).toEqual([false, false])
})

test('a name that is there already keeps its value when a table grows, and gets the new one when it is overlaid', () => {
  const table = grown<string>(new Map([['a', 'first']]), [['a', 'second']])
  expect(table.get('a')).toBe('first')
  const above = overlaid(table, new Map([['a', 'third']]))
  expect([above.get('a'), table.get('a'), namesOf(above)]).toEqual(['third', 'first', 'a'])
})
