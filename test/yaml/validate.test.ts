import { Ajv } from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type JsonSchema, packagedSchema } from '../../src/yaml/json-schema.ts'
import { readYaml } from '../../src/yaml/read-yaml.ts'
import { validate } from '../../src/yaml/validate.ts'
import { patternNames } from '../../src/yaml/wording.ts'
import { jsonOf } from '../../src/yaml/yaml-document.ts'
import { shown } from './problems-of.ts'

const schema = packagedSchema('scenario')
const all = [schema, packagedSchema('standin'), packagedSchema('pack')]
const problemsIn = (text: string) => validate(readYaml('f.yaml', text), schema, 'scenario').map(shown)
const inSteps = (...steps: string[]) =>
  problemsIn(`name: a\ntitle: t\nsteps:\n${steps.map((s) => `  - ${s}\n`).join('')}`)

test('a misspelt key is told once, with the key that was meant', () => {
  expect(inSteps('{ get: x, exepct: 1 }')).toEqual([
    'scenario.unknown-key 4:15 unknown key "exepct"; did you mean "expect"?',
  ])
})

test('a misspelt verb is told as a misspelt key', () => {
  expect(inSteps('pst: x')).toEqual(['scenario.unknown-key 4:5 unknown key "pst"; did you mean "post"?'])
})

test('a step without a verb says which there are', () => {
  expect(inSteps('name: nothing')).toEqual([
    expect.stringMatching(
      /^scenario\.kind-missing 4:5 item 1 of "steps" does not say what it is, expected one of: get, post, .*, soap, .*, assert$/,
    ),
  ])
})

test('a step with two verbs is refused at the second', () => {
  expect(inSteps('{ get: x, post: y }')).toEqual([
    'scenario.kind-ambiguous 4:15 item 1 of "steps" cannot be several things at once: "get" and "post"',
  ])
})

test('assert is a check beside another verb, and a step when it is alone', () => {
  expect(inSteps('{ get: x, assert: "true" }', 'assert: "true"')).toEqual([])
  expect(inSteps('{ assert: "true", expect: 1 }')[0]).toMatch(/unknown key "expect"/)
})

test('wrong types say what was expected and what was found, long text left out', () => {
  expect(inSteps('{ get: [x] }', '{ get: 5 }', 'advance: 30', `advance: ${'x'.repeat(40)}`)).toEqual([
    'scenario.wrong-type 4:12 expected text, found a list',
    'scenario.wrong-type 5:12 expected text, found the number 5',
    'scenario.wrong-type 6:14 expected a length of time such as 90s, 5m or 1h30m, found the number 30',
    'scenario.pattern 7:14 expected a length of time such as 90s, 5m or 1h30m, found longer text',
  ])
})

test('a missing key is told at its parent', () => {
  expect(inSteps('sql: { system: oms }', 'parallel: { each: [1], steps: [{ get: x }] }')).toEqual([
    'scenario.missing-key 4:10 "sql" lacks the key "query"',
    'scenario.missing-key 5:15 "parallel" lacks the key "as"',
  ])
})

test('unknown values come with the value that was meant', () => {
  expect(problemsIn('name: a\ntitle: t\nsteps: [get: x]\ngiven: { vars: { n: { type: intger } } }')).toEqual([
    'scenario.unknown-value 4:29 unknown value, found text "intger"; did you mean "integer"?',
  ])
})

test('several types are listed', () => {
  expect(inSteps('{ get: x, capture: { a: [1] } }')).toEqual([
    'scenario.wrong-type 4:29 expected text or keys and values, found a list',
  ])
})

test('an empty list is too short', () => {
  expect(problemsIn('name: a\ntitle: t\nsteps: []')).toEqual(['scenario.too-few 3:8 "steps" needs at least one item'])
})

test('all problems come in the order of the file', () => {
  expect(problemsIn('steps: [{ get: 1 }]\nname: A B\nextra: 1').map((problem) => problem.split(' ')[1])).toEqual([
    '1:1',
    '1:16',
    '2:7',
    '3:1',
  ])
})

test('every pattern of the schemas has words', () => {
  const patterns = JSON.stringify(all).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)
  for (const [, pattern = ''] of patterns) expect(patternNames).toHaveProperty([JSON.parse(pattern) as string])
})

test('the schemas use no keyword that is not looked at', () => {
  const known = new Set([
    '$schema',
    '$ref',
    'definitions',
    'description',
    'type',
    'enum',
    'const',
    'anyOf',
    'properties',
    'required',
    'additionalProperties',
    'items',
    'minItems',
    'minimum',
    'maximum',
    'pattern',
  ])
  const walk = (part: JsonSchema): void => {
    for (const key of Object.keys(part)) expect([...known]).toContain(key)
    const { definitions = {}, properties = {}, anyOf = [], items, additionalProperties } = part
    for (const below of [...Object.values(definitions), ...Object.values(properties), ...anyOf]) walk(below)
    if (items !== undefined) walk(items)
    if (typeof additionalProperties === 'object') walk(additionalProperties)
  }
  for (const part of all) walk(part)
})

test('accepts and refuses exactly what a complete JSON Schema validator does', () => {
  const accepts = new Ajv({ strict: false }).compile(schema)
  const leaf = fc.constantFrom<unknown>('x', '5m', '$.a', 1, 2.5, true, null, [], {}, ['x'], 'a-b')
  const keys = fc.constantFrom(
    'name',
    'get',
    'post',
    'sql',
    'mongo',
    'system',
    'query',
    'assert',
    'expect',
    'capture',
    'advance',
    'parallel',
    'branches',
    'each',
    'as',
    'steps',
    'timeout',
    'eventually',
    'within',
    'header',
    'find',
    'collection',
  )
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.dictionary(keys, tie('tree'), { maxKeys: 3 }),
      fc.array(tie('tree'), { maxLength: 2 }),
    ),
  }))
  const step = fc.dictionary(keys, tree, { minKeys: 1, maxKeys: 4 })
  const good = fc.constantFrom<unknown>({ get: 'x' }, { sql: { system: 'a', query: 'q' } }, { assert: ['a'] })
  let accepted = 0
  fc.assert(
    fc.property(fc.array(fc.oneof(good, step), { minLength: 1, maxLength: 2 }), (steps) => {
      const file = { name: 'a', title: 't', steps }
      const document = readYaml('f', JSON.stringify(file))
      expect(jsonOf(document.root)).toEqual(file)
      const valid = accepts(file)
      if (valid) accepted++
      expect(validate(document, schema, 's').length === 0, JSON.stringify(file)).toBe(valid)
    }),
    { numRuns: 2_000 },
  )
  expect(accepted).toBeGreaterThan(100)
})
