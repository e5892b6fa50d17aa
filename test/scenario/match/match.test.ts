import { expect, test } from 'vitest'
import { match } from '../../../src/scenario/match/match.ts'

const holds = (expected: unknown, actual: unknown): boolean => match(expected, actual).length === 0

const equipment = (...cases: [expected: unknown, actual: unknown][]) =>
  cases.map(([expected, actual]) => ({ expected, actual }))

test.each(
  equipment(
    [2, '2'],
    [2, '2.00'],
    ['2.00', 2],
    ['19.90', '19.9'],
    [2n, '2'],
    [0, '-0'],
    [null, null],
    [{}, { any: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [[{ a: 1 }], [{ a: 1, b: 2 }]],
    ['2026-03-01T10:00:00Z', new Date('2026-03-01T10:00:00Z')],
    ['2026-03-01T10:00:00Z', '2026-03-01T11:00:00.000+01:00'],
    ['2026-03-01', new Date('2026-03-01T00:00:00Z')],
    [{ equals: { type: 'parcel' } }, { type: 'parcel' }],
    [{ equals: 2n }, 2],
    [{ not: 'cancelled' }, 'open'],
    [{ not: { exists: true } }, undefined],
    [{ gt: 2 }, '2.0000000000000000001'],
    [{ gte: '2.00' }, 2],
    [{ lt: '2026-03-01' }, '2026-02-28T23:59:59Z'],
    [{ lte: 2 }, '2'],
    [{ gte: 1, lt: 3 }, 2],
    [{ between: [1, 3] }, '3.00'],
    [{ approx: { value: '0.3', tolerance: '0.01' } }, 0.31],
    [{ oneOf: ['open', { startsWith: 'in' }] }, 'in_progress'],
    [{ contains: 'lip' }, 'a lipstick'],
    [{ contains: { sku: 'A' } }, [{ sku: 'B' }, { sku: 'A', quantity: 1 }]],
    [{ contains: ['A', 'B'] }, ['B', 'C', 'A']],
    [{ startsWith: 'ord-' }, 'ord-17'],
    [{ endsWith: '17' }, 'ord-17'],
    [{ matches: '^ord-\\d+$' }, 'ord-17'],
    [{ length: 2 }, ['a', 'b']],
    [{ length: { gte: 2 } }, 'äö'],
    [{ empty: true }, []],
    [{ empty: false }, { a: 1 }],
    [{ exists: true }, null],
    [{ exists: false }, undefined],
    [{ type: 'integer' }, 3],
    [{ type: 'uuid' }, '019a0f5e-7a7c-7bb1-9bb4-2d6b7f3a1c11'],
    [{ type: 'date' }, '2028-02-29'],
    [{ type: 'datetime' }, '2026-03-01T10:00:00+01:00'],
    [{ type: 'email' }, 'someone@example.com'],
    [{ type: 'null' }, null],
    [{ each: { quantity: { gte: 1 } } }, [{ quantity: 1 }, { quantity: '2' }]],
    [{ any: 'b' }, ['a', 'b']],
    [{ unordered: [{ a: { exists: true } }, { a: 1 }] }, [{ a: 1 }, { a: 2 }]],
    [{ note: { optional: 'x' } }, {}],
    [{ note: { optional: 'x' } }, { note: null }],
  ),
)('$expected holds for $actual', ({ expected, actual }) => {
  expect(match(expected, actual)).toEqual([])
})

test.each(
  equipment(
    [2, '2.0000000000000000001'],
    [2, true],
    ['123', '0000123'],
    [100000, '1E5'],
    [null, undefined],
    [null, 0],
    [[1], [1, 2]],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: 1 }, [1]],
    [{ a: undefined }, {}],
    [{ toString: { exists: true } }, {}],
    ['2026-03-01T10:00:00.123456Z', '2026-03-01T10:00:00.123457Z'],
    [{ equals: 2 }, '2'],
    [{ equals: { a: 1 } }, { a: 1, b: 2 }],
    [{ equals: [1] }, [1, 2]],
    [{ not: 'cancelled' }, 'cancelled'],
    [{ not: 'cancelled' }, undefined],
    [{ gt: 2 }, '2.00'],
    [{ gte: 2 }, 'two'],
    [{ gte: 2 }, undefined],
    [{ lt: 2 }, null],
    [{ lte: 2 }, []],
    [{ gte: 1, lt: 3 }, 3],
    [{ between: [1, 3] }, '3.01'],
    [{ between: [1, 3] }, 'b'],
    [{ approx: { value: 0.3, tolerance: 0.01 } }, '0.3100000001'],
    [{ oneOf: ['open'] }, 'closed'],
    [{ contains: 'lip' }, 'a nail file'],
    [{ contains: ['A', 'D'] }, ['B', 'C', 'A']],
    [{ contains: 'a' }, undefined],
    [{ startsWith: 'ord-' }, 17],
    [{ matches: '^ord-\\d+$' }, 'xord-17'],
    [{ length: 2 }, ['a']],
    [{ length: 2 }, 12],
    [{ empty: true }, ['a']],
    [{ empty: false }, []],
    [{ empty: false }, undefined],
    [{ exists: true }, undefined],
    [{ type: 'number' }, '2'],
    [{ type: 'date' }, '2026-02-29'],
    [{ type: 'datetime' }, '2026-03-01T10:00:00'],
    [{ type: 'email' }, 'someone@example'],
    [{ type: 'object' }, []],
    [{ each: { gte: 1 } }, [1, 0]],
    [{ each: { gte: 1 } }, []],
    [{ any: 'c' }, ['a', 'b']],
    [{ unordered: [1, 1] }, [1, 2]],
    [{ unordered: [1] }, [1, 1]],
    [{ note: { optional: 'x' } }, { note: 'y' }],
  ),
)('$expected does not hold for $actual', ({ expected, actual }) => {
  expect(match(expected, actual)).not.toEqual([])
})

test('a difference says where, what was expected and what was there', () => {
  const actual = { rows: [{ state: 'open', quantity: '1', 'odd key': 1 }], extra: true }
  expect(match({ rows: [{ state: 'reserved', quantity: { gte: 2 }, 'odd key': 2, missing: 1 }] }, actual)).toEqual([
    { path: '$.rows[0].state', expected: '"reserved"', actual: '"open"' },
    { path: '$.rows[0].quantity', expected: 'gte 2', actual: '"1"' },
    { path: "$.rows[0]['odd key']", expected: '2', actual: '1' },
    { path: '$.rows[0].missing', expected: '1', actual: 'nothing' },
  ])
})

test('lists of another length are shown with their lengths', () => {
  expect(match({ rows: [{ state: 'reserved' }] }, { rows: [] })).toEqual([
    { path: '$.rows', expected: '1 item: [{"state":"reserved"}]', actual: '[]' },
  ])
})

test('an unordered list says which item is missing and which nobody expected', () => {
  expect(match({ unordered: ['a', 'b'] }, ['b', 'c'])).toEqual([
    { path: '$', expected: 'an item "a"', actual: 'nothing' },
    { path: '$[1]', expected: 'nothing', actual: '"c"' },
  ])
})

test('personal data and secrets never show, wherever they stand', () => {
  const differences = match(
    {
      customer: { email: 'anna@example.com', phones: ['030 23125-001'] },
      token: { startsWith: 'expected-secret' },
      note: 'call bob@example.com',
      list: [{ street: 'Rosenweg 1' }, { firstName: { oneOf: ['Anna'] } }],
      'carl@example.com': 1,
    },
    {
      customer: { email: 'dora@example.com', phones: ['030 23125-002'] },
      token: 'actual-secret',
      note: 'call emil@example.com',
      list: [{ street: 'Lindenweg 2' }, { firstName: 'Berta' }],
      'carl@example.com': 2,
    },
  )
  expect(differences).toHaveLength(7)
  expect(JSON.stringify(differences)).not.toMatch(/anna|bob|carl|dora|emil|23125|secret|weg|berta/i)
  expect(differences[0]).toEqual({ path: '$.customer.email', expected: '"***"', actual: '"***"' })
})

test('a long value is cut', () => {
  expect(match('short', 'x'.repeat(100_000))[0]?.actual.length).toBeLessThan(200)
})

test('a pattern that backtracks without end is given up, and counts neither as found nor as not found', () => {
  const started = performance.now()
  const text = `${'a'.repeat(40)}!`
  for (const expected of [{ matches: '^(a+)+$' }, { not: { matches: '^(a+)+$' } }])
    expect(() => match(expected, text)).toThrow('was still searching a text of 41 characters after 1 s')
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('a pattern is found at the end of a text of 10 MB', () => {
  expect(holds({ matches: 'needle$' }, `${'hay '.repeat(2_500_000)}needle`)).toBe(true)
})

test.each([
  { expected: { state: { type: 'parcel' } }, takes: 'the matcher "type" at $.state takes one of string, number' },
  { expected: { gte: 'two' }, takes: 'the matcher "gte" at $ takes a number' },
  { expected: { between: [3, 1] }, takes: 'the lower one first' },
  { expected: { approx: { value: 1 } }, takes: '{ value, tolerance }' },
  { expected: { matches: '(' }, takes: 'a regular expression' },
  { expected: { exists: 'yes' }, takes: 'true or false' },
])('$expected is refused: $takes', ({ expected, takes }) => {
  expect(() => match(expected, { state: 'parcel' })).toThrow(takes)
})
