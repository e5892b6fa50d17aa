import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { StandinError } from '../../../src/core/error.ts'
import type { Json } from '../../../src/core/json.ts'
import { compileJsonPath } from '../../../src/scenario/parse/json-path.ts'

interface Case {
  name: string
  selector: string
  document?: Json
  result?: Json[]
  results?: Json[][]
  invalid_selector?: boolean
}

/** The suite as npm has it: another JSONPath package brings it along. */
const suite = 'node_modules/jsonpath-rfc9535/src/__tests__/jsonpath-compliance-test-suite/cts.json'

const { tests } = JSON.parse(readFileSync(new URL(`../../../${suite}`, import.meta.url), 'utf8')) as { tests: Case[] }

const place = { file: 'f.yaml', line: 1, column: 1 }

/** What a path selects, or `refused` when it is no JSONPath. */
function selected({ selector, document = null }: Case): Json[] | 'refused' {
  try {
    const select = compileJsonPath({ kind: 'scalar', value: selector, plain: false, place, placeAt: () => place })
    return select(document)
  } catch (thrown) {
    if (!(thrown instanceof StandinError) || thrown.code !== 'scenario.json-path') throw thrown
    return 'refused'
  }
}

function passes(one: Case): boolean {
  const found = JSON.stringify(selected(one))
  if (one.invalid_selector === true) return found === '"refused"'
  return (one.results ?? [one.result ?? []]).some((result) => JSON.stringify(result) === found)
}

test('the public compliance suite of RFC 9535 passes', () => {
  expect(tests).toHaveLength(687)
  expect(tests.filter((one) => !passes(one))).toEqual([])
})

test('the documentation says how many pass', () => {
  const page = readFileSync(new URL('../../../docs/reference/jsonpath.md', import.meta.url), 'utf8')
  const passed = tests.filter(passes).length
  expect(page).toContain(`${passed} of ${tests.length}`)
})
