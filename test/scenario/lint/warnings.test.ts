import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lintScenario } from '../../../src/scenario/lint/lint-scenario.ts'
import { warningKinds } from '../../../src/scenario/lint/warning-kinds.ts'
import { shown } from '../../yaml/problems-of.ts'
import { outline, withSteps } from '../parse/outline.ts'

const closing = 'catches: [stale-shop-stock]\n'
const good = '{ get: "http://x", expect: { status: 200 } }'

const problems = (steps: readonly string[], rest = '') =>
  lintScenario({ file: 'trial.yaml', text: withSteps(steps, rest + closing), outline })

const lint = (steps: readonly string[], rest = '') => problems(steps, rest).map(shown)

test.each([
  [
    'a condition that is never met',
    ['{ get: "http://x", if: "1 > 2" }', good],
    'unreachable 4:28 this step never runs: its `if` is always false',
  ],
  [
    'a condition that is always met',
    ['{ get: "http://x", if: "true" }', good],
    'always-true 4:28 this condition is always true',
  ],
  [
    'an assertion without a name',
    [good, 'assert: 1 == 1'],
    'always-true 5:13 this is true whatever happens: it reads nothing',
  ],
  [
    'one of a list',
    [good, 'assert: [steps.size() > 0, "size([1]) == 1"]'],
    'always-true 5:32 this is true whatever happens: it reads nothing',
  ],
  [
    'both sides the same',
    ['{ get: "http://x", assert: "answer.status == answer.status" }'],
    'always-true 4:32 this is true whatever happens: both sides are the same',
  ],
  [
    'an assertion that fails',
    [good, 'assert: "false"'],
    'always-false 5:13 this is false whatever happens: it reads nothing',
  ],
  ['a step twice', [good, good], 'duplicate-step 5:5 this step is the same as the one before it'],
  [
    'nothing expected',
    ['{ get: "http://x", expect: {} }'],
    'empty-expectation 4:32 this holds for every answer: nothing is expected',
  ],
  [
    'what is always there',
    ['{ get: "http://x", expect: { status: { exists: true } } }'],
    'empty-expectation 4:52 this holds for every answer: each has "status"',
  ],
  [
    'what is always there, in SQL',
    ['{ sql: { system: oms, query: q }, expect: { rows: { exists: true } } }'],
    'empty-expectation 4:65 this holds for every answer: each has "rows"',
  ],
  [
    'what can never be missing',
    ['{ get: "http://x", expect: { body: { exists: false } } }'],
    'never-holds 4:50 this holds for no answer: each has "body"',
  ],
  [
    'nothing contained',
    ['{ get: "http://x", expect: { body: { a: { contains: [] } } } }'],
    'empty-expectation 4:57 this holds for every value: nothing must be contained',
  ],
  [
    'an empty text',
    ['{ get: "http://x", expect: { body: { startsWith: "" } } }'],
    'empty-expectation 4:54 this holds for every text',
  ],
  [
    'no choice',
    ['{ get: "http://x", expect: { status: { oneOf: [] } } }'],
    'never-holds 4:51 this holds for no value: there is none to choose',
  ],
  [
    'a misspelt matcher',
    ['{ get: "http://x", expect: { body: { a: { gtee: 1 } } } }'],
    'misspelt-matcher 4:47 "gtee" is compared as a key; did you mean the matcher "gte"?',
  ],
  [
    'a misspelt matcher in a list',
    ['{ get: "http://x", expect: { body: [{ a: { stratsWith: x } }] } }'],
    'misspelt-matcher 4:48 "stratsWith" is compared as a key; did you mean the matcher "startsWith"?',
  ],
  [
    'a misspelt matcher beside one',
    ['{ get: "http://x", expect: { body: { gte: 1, ltee: 5 } } }'],
    'misspelt-matcher 4:50 "ltee" is compared as a key; did you mean the matcher "lte"?',
  ],
  [
    'a matcher beside a key',
    ['{ get: "http://x", expect: { body: { gt: 1, quantity: 5 } } }'],
    'mixed-matchers 4:42 "gt" is compared as a key, since "quantity" beside it is no matcher',
  ],
  [
    'a costly pattern',
    ['{ get: "http://x", expect: { body: { matches: "(a+)+" } } }'],
    'costly-pattern 4:51 this pattern can take very long on some texts: it repeats a group that repeats something itself',
  ],
  [
    'too few parameters',
    [good, '{ sql: { system: oms, query: "select $1, $2", params: [1] } }'],
    'sql-parameters 5:34 the query reads $2, and 1 parameter is given',
  ],
  [
    'no parameters',
    [good, '{ sql: { system: oms, query: "select $1" } }'],
    'sql-parameters 5:34 the query reads $1, and no parameter is given',
  ],
  [
    'too many parameters',
    [good, '{ sql: { system: oms, query: "select $1", params: [1, 2] } }'],
    'sql-parameters 5:59 the query does not read $2, which is given',
  ],
  [
    'a secret in a header',
    ['{ get: "http://x", headers: { Authorization: Bearer abc }, expect: 1 }'],
    'literal-secret 4:50 the value of "Authorization" is written into the file',
  ],
  [
    'a secret in a body',
    ['{ post: "http://x", body: { user: a, password: abc }, expect: 1 }'],
    'literal-secret 4:52 the value of "password" is written into the file',
  ],
  [
    'a token anywhere',
    [`{ post: "http://x", body: [eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc], expect: 1 }`],
    'literal-secret 4:32 this looks like a key or a token',
  ],
])('%s', (_, steps, problem) => {
  expect(lint(steps)).toEqual([`lint.${problem}`])
})

test('steps behind one that always fails', () => {
  expect(lint([good, 'assert: 1 > 2', good, 'advance: 1m'])).toEqual([
    'lint.always-false 5:13 this is false whatever happens: it reads nothing',
    'lint.unreachable 6:5 no step behind line 5 runs: the one there always fails',
  ])
})

test('steps below other steps are looked at too', () => {
  expect(lint([`parallel: { branches: [{ name: a, steps: [{ assert: "true" }, ${good}] }] }`])).toEqual([
    'lint.always-true 4:57 this is true whatever happens: it reads nothing',
  ])
})

test('invariants and variables', () => {
  const where = 'where: { row: { sql: { system: oms, query: select 1 } } }'
  const rest = `given: { vars: { read: 1, unread: 2 } }\ninvariants:\n  - { name: a, always: "1 < 2", ${where} }\n`
  expect(lint([good, '{ get: "http://x/${{ vars.read }}" }'], rest)).toEqual([
    'lint.unused-variable 6:27 "unread" is declared, and never read',
    'lint.always-true 8:24 this is true whatever happens: it reads nothing that can change',
  ])
})

test.each(['advance: 1m', '{ post: "http://x", body: { quantity: 1 }, expect: { status: 200 } }'])(
  'doing it twice may be meant: %s',
  (step) => {
    expect(lint([good, step, step])).toEqual([])
  },
)

test.each([
  '{ get: "http://x", expect: { body: { equals: { gtee: 1 } } } }',
  '{ get: "http://x", expect: { body: { exists: true, type: string } } }',
  '{ get: "http://x", expect: { body: { city: x, state: y, item: { any: 1 } } } }',
  '{ get: "http://x", expect: { body: { type: product, length: 3, id: 1 } } }',
  '{ get: "http://x", expect: { body: { lot: 1, a: { b: 1 } } } }',
  '{ get: "http://x", headers: { authorization: "Bearer ${{ shop.url }}" }, expect: 1 }',
  '{ get: "http://x", expect: { body: { token: abc, matches: { a: 1 } } } }',
  `{ sql: { system: oms, query: "select '$1', $$ $2 $$, $a$ $3 $a$ -- $4" }, expect: { rowCount: 1 } }`,
  '{ sql: { system: oms, query: "select $1, $1", params: [1] }, expect: { rowCount: 1 } }',
])('nothing is said of %s', (step) => {
  expect(lint([step])).toEqual([])
})

test('every warning says what to do', () => {
  for (const { remedy } of problems(['{ get: "http://x", if: "false" }'])) expect(remedy).toMatch(/^[A-Z].*\.$/)
})

test('the shipped scenarios have no warning', () => {
  const file = 'scenarios/checkout-reservation.yaml'
  const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
  const found = lintScenario({ file, text, outline }).filter(({ code }) => code.startsWith('lint.'))
  expect(found.map(shown)).toEqual([])
})

test('the documentation lists all codes, and no other', () => {
  const page = readFileSync(new URL('../../../docs/reference/lint.md', import.meta.url), 'utf8')
  const listed = [...page.matchAll(/^\| `lint\.([a-z-]+)` \|/gm)].map(([, code]) => code)
  expect(listed.sort()).toEqual(Object.keys(warningKinds).sort())
})
