import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parseScenario } from '../../../src/scenario/parse/parse-scenario.ts'
import { problemsOf } from '../../yaml/problems-of.ts'
import { outline, parse, problemsIn, withSteps } from './outline.ts'

const directory = mkdtempSync(join(tmpdir(), 'control-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** What is wrong with a file that lies beside these. */
function problemsBeside(files: Record<string, string>, text: string): string[] {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content)
  return problemsOf(() =>
    parseScenario({ file: 'trial.yaml', path: join(directory, 'trial.yaml'), text, outline, vars: {} }),
  )
}

test.each([
  ['{ repeat: { times: 2, until: "true", steps: [{ advance: 1m }] } }', 'found times and until'],
  ['{ repeat: { steps: [{ advance: 1m }] } }', 'exactly one of "times", "while" and "until", found none'],
  ['{ repeat: { times: many, steps: [{ advance: 1m }] } }', 'expected a number, or an expression'],
  ['{ repeat: { until: later == 1, steps: [{ advance: 1m }] } }', 'unknown name "later"'],
  ['{ repeat: { times: 1, as: shop, steps: [{ advance: 1m }] } }', '"shop" is the name of a system'],
  ['{ get: "http://x", never: { for: 1m } }', '"never" needs an "expect" or an "assert"'],
  ['{ get: "http://x", during: { every: 1m } }', 'either as "for" or as "within"'],
  ['{ get: "http://x", during: { for: 1m, within: 1m } }', 'either as "for" or as "within"'],
  ['{ get: "http://x", during: { for: 1m }, eventually: { within: 1m } }', 'either "eventually" or "during", not both'],
  ['{ get: "http://x", eventually: { within: 1m, failIf: anwser.status == 4 } }', 'did you mean "answer"?'],
  ['{ use: own }', 'no module is named "own" in "uses"'],
  ['{ diff: { from: before } }', 'no step before this one makes a snapshot "before"'],
  ['{ seed: { system: erp, rows: [{ a: 1 }] } }', 'either "table" or "collection"'],
  ['{ seed: { system: pim, table: t, rows: [{ a: 1 }] } }', 'the system "pim" has no SQL database'],
  ['{ seed: { system: erp, table: "t; drop", rows: [{ a: 1 }] } }', 'expected the name of a table'],
  ['{ assert: history.ok.order == 1 }', '"history" cannot be read here: it is there behind the first parallel step'],
  ['{ get: "http://x", capture: { history: $.x } }', '"history" cannot name a captured value'],
])('%s', (step, problem) => {
  const found = problemsIn(withSteps([step]))
  expect(found).toHaveLength(1)
  expect(found[0]).toContain(problem)
})

test('what a round captures can be read behind it, what "during" captures cannot', () => {
  const capturing = 'steps: [{ get: "http://x", capture: { id: $.id } }]'
  expect(problemsIn(withSteps([`{ repeat: { times: 1, ${capturing} } }`, '{ assert: id == 1 }']))).toEqual([])
  expect(problemsIn(withSteps([`{ name: quiet, during: { for: 1m, ${capturing} } }`, '{ assert: id == 1 }']))).toEqual([
    expect.stringContaining('"id" cannot be read here: it belongs to "quiet"'),
  ])
})

test('a fragment reads its parameters only, and its problems are told once', () => {
  const fragment = 'steps:\n  - get: ${{ params.url }}/${{ vars.sku }}\n'
  const text = `name: trial\ntitle: A trial\ngiven: { vars: { sku: a } }
steps:\n  - include: { file: part.yaml }\n  - include: { file: part.yaml }\n`
  const found = problemsBeside({ 'part.yaml': fragment }, text)
  expect(found).toHaveLength(2)
  expect(found.join()).toMatch(
    /2:21 "params" has no "url".*2:32 "vars" cannot be read here: a fragment reads what it is given/,
  )
})

test('fragments that include each other in a circle, or too many times, are refused', () => {
  const include = (file: string) => `{ include: { file: ${file} } }`
  const circle = problemsBeside(
    { 'a.yaml': `steps: [${include('b.yaml')}]\n`, 'b.yaml': `steps: [${include('a.yaml')}]\n` },
    withSteps([include('a.yaml')]),
  )
  expect(circle).toEqual([expect.stringContaining('a.yaml is being included already')])
  const doubling = Object.fromEntries(
    Array.from({ length: 20 }, (_, n) => [
      `n${n}.yaml`,
      `steps: [${include(`n${n + 1}.yaml`)}, ${include(`n${n + 1}.yaml`)}]\n`,
    ]),
  )
  const many = problemsBeside(
    { ...doubling, 'n20.yaml': 'steps: [{ advance: 1m }]\n' },
    withSteps([include('n0.yaml')]),
  )
  expect(many).toEqual([expect.stringContaining('more than 200 fragments')])
})

test('cases give variables; what does not fit is told of at the row', () => {
  const given = (cases: string) =>
    `given: { vars: { n: { type: integer }, s: x }, cases: ${cases} }\nname: trial\ntitle: T\nsteps: [{ advance: 1m }]\n`
  expect(parse(given('[{ case: one, n: 1 }, { n: 2, s: y }]')).cases).toEqual([
    { name: 'one', vars: { n: 1, s: 'x' } },
    { name: 'case 2', vars: { n: 2, s: 'y' } },
  ])
  expect(parse(given('[{ n: 1 }]'), { n: '7' }).cases?.[0]?.vars).toEqual({ n: 7, s: 'x' })
  expect(problemsIn(given('[{ n: 1 }, { n: many }]')).join()).toMatch(/1:\d+ n=many: expected a whole number/)
  expect(problemsIn(given('[{ n: 1, case: a }, { n: 2, case: a }]')).join()).toContain('two cases are named "a"')
  expect(problemsIn(given('[]')).join()).toContain('expected 1 to 1000 cases, there are none')
})

test.each([
  [
    '{ name: c, conserved: { where: { sql: { system: oms, query: q } }, sum: n } }',
    'either "equals" or "unchanged: true"',
  ],
  ['{ name: c, monotonic: { column: n } }', 'either "where" or "topic"'],
  ['{ name: c, ordered: { topic: order, by: n } }', 'unknown topic "order"; did you mean "orders"?'],
  [
    '{ name: c, exactlyOnce: { effects: { sql: { system: oms, query: q } }, key: k, for: { history: x, key: $.k } } }',
    'no step in parallel lines is named "x"',
  ],
  ['{ name: c }', 'does not say what it is'],
])('check %s', (check, problem) => {
  expect(problemsIn(withSteps(['{ advance: 1m }'], `checks:\n  - ${check}\n`)).join()).toContain(problem)
})
