import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { usageError } from '../../src/core/error.ts'
import { lintScenario } from '../../src/scenario/lint/lint-scenario.ts'
import { parseScenario } from '../../src/scenario/parse/parse-scenario.ts'
import { outline } from '../scenario/parse/outline.ts'
import { json, tryInputs } from './inputs.ts'
import { scenarioFiles } from './scenario-files.ts'

/** Parses and lints; both say the same of whether the file can be run. */
function read(text: string): void {
  const found = lintScenario({ file: 'trial.yaml', text, outline })
  const lines = text.split('\n')
  for (const { place } of found) {
    if (place === undefined) continue
    expect(place.line).toBeLessThanOrEqual(lines.length)
    expect(place.column).toBeLessThanOrEqual((lines[place.line - 1]?.length ?? 0) + 1)
  }
  const errors = found.filter(({ code }) => !code.startsWith('lint.'))
  if (errors.length > 0) throw usageError(errors)
  parseScenario({ file: 'trial.yaml', text, outline, vars: { quantity: '1', tenant: 'x' } })
}

const piece = fc.constantFrom(
  ...' |\n|\n  |- |a: |{|}|[|]|, |"|\'|| | > |&a |*a|<<: |!!str |? |: |#|\t|---|%|\r\n|\0|\\|${{|}}|~|1|.inf|steps|name'.split(
    '|',
  ),
  ...'vars.|answer|.|(|)|@|$|$.|null|__proto__|constructor|assert: |parallel:|expect:|-1|1e999|0x1F|\u2028|😀||||'.split(
    '|',
  ),
)
const file = fc.constantFrom(...scenarioFiles)

test('any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  )
  expect(tryInputs(text, 50_000, read).refused).toBeGreaterThan(0)
})

test('good files with characters changed', () => {
  const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 30 }), piece)
  const changed = fc.tuple(file, fc.array(change, { minLength: 1, maxLength: 3 })).map(([text, changes]) =>
    changes.reduce((current, [share, removed, added]) => {
      const at = Math.floor(share * current.length)
      return current.slice(0, at) + added + current.slice(at + removed)
    }, text),
  )
  tryInputs(changed, 20_000, read)
})

test('good files with lines moved, doubled, cut and indented otherwise', () => {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    to: fc.double({ min: 0, max: 0.999, noNaN: true }),
    kind: fc.constantFrom('move', 'double', 'cut', 'indent', 'outdent'),
  })
  const edited = fc.tuple(file, fc.array(edit, { minLength: 1, maxLength: 3 })).map(([text, edits]) => {
    const lines = text.split('\n')
    for (const { at, to, kind } of edits) {
      const from = Math.floor(at * lines.length)
      const line = lines[from] ?? ''
      if (kind === 'indent') lines[from] = `  ${line}`
      else if (kind === 'outdent') lines[from] = line.replace(/^ {2}/, '')
      else if (kind === 'double') lines.splice(from, 0, line)
      else lines.splice(from, 1)
      if (kind === 'move') lines.splice(Math.floor(to * lines.length), 0, line)
    }
    return lines.join('\n')
  })
  tryInputs(edited, 15_000, read)
})

test('any tree in the place of any value of a good file', () => {
  const replaced = fc.tuple(file, fc.double({ min: 0, max: 0.999, noNaN: true }), json).map(([text, share, tree]) => {
    const values = [...text.matchAll(/: (?=\S)/g)].map((found) => found.index + found[0].length)
    const at = values[Math.floor(share * values.length)] ?? 0
    const end = text.indexOf('\n', at)
    return text.slice(0, at) + JSON.stringify(tree) + text.slice(end)
  })
  tryInputs(replaced, 10_000, read)
})

test('any tree as a file', () => {
  const verbs = ['get', 'sql', 'mongo', 'parallel', 'assert', 'reconcile', 'publish', 'consume', 'advance', 'expect']
  const step = fc.dictionary(fc.oneof(fc.constantFrom(...verbs), fc.string({ maxLength: 5 })), json, {
    maxKeys: 4,
    noNullPrototype: true,
  })
  const tree = fc.record(
    { name: json, title: json, steps: fc.oneof(fc.array(step, { maxLength: 3 }), json), invariants: json, given: json },
    { requiredKeys: ['steps'], noNullPrototype: true },
  )
  tryInputs(
    tree.map((one) => stringify(one)),
    10_000,
    read,
  )
})
