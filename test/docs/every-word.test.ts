import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { reportKinds } from '../../src/cli/scenario/report-specs.ts'
import { faultKinds } from '../../src/core/fault-kinds.ts'
import { matchers } from '../../src/scenario/match/matchers.ts'
import { valueTypes } from '../../src/scenario/match/value-types.ts'
import { stepVerbs } from '../../src/scenario/parse/step-verb.ts'
import { commands, running } from './example-blocks.ts'

// What can be written is shown in an example that the suite runs, by the tables of the code.

const trees: unknown[] = running.map(({ text }) => parse(text))

/** Every mapping of the examples, with the keys that lead to it; those of lists are left out. */
const mappings = trees.flatMap((tree) => mappingsIn(tree, []))

interface Mapping {
  path: readonly string[]
  entries: Readonly<Record<string, unknown>>
}

function mappingsIn(tree: unknown, path: readonly string[]): Mapping[] {
  if (Array.isArray(tree)) return tree.flatMap((item) => mappingsIn(item, path))
  if (typeof tree !== 'object' || tree === null) return []
  const entries = { ...tree } as Record<string, unknown>
  const below = Object.entries(entries).flatMap(([key, value]) => mappingsIn(value, [...path, key]))
  return [{ path, entries }, ...below]
}

function keysOf(fits: (mapping: Mapping) => boolean): Set<string> {
  return new Set(mappings.filter(fits).flatMap(({ entries }) => Object.keys(entries)))
}

function missing(all: readonly string[], shown: ReadonlySet<string>): string[] {
  expect(all.length).toBeGreaterThan(0)
  return all.filter((word) => !shown.has(word))
}

test('every verb of a step', () => {
  const shown = keysOf(({ path }) => path.length === 0 || path.at(-1) === 'steps' || path.at(-1) === 'finally')
  expect(missing(stepVerbs, shown)).toEqual([])
})

test('every matcher, and every type of the matcher `type`', () => {
  const expected = mappings.filter(({ path }) => path.includes('expect'))
  const shown = new Set(expected.flatMap(({ entries }) => Object.keys(entries)))
  expect(missing(Object.keys(matchers), shown)).toEqual([])
  const types = new Set(expected.map(({ entries }) => String(entries.type)))
  expect(missing(Object.keys(valueTypes), types)).toEqual([])
})

test('every kind of fault', () => {
  const kinds = mappings.filter(({ path }) => path.at(-1) === 'fault').map(({ entries }) => String(entries.kind))
  expect(missing(Object.keys(faultKinds), new Set(kinds))).toEqual([])
})

test('every report', () => {
  const asked = commands.flatMap((command) => [...command.matchAll(/--report (\w+)/g)].map(([, kind = '']) => kind))
  // The console's is always there.
  expect(missing(reportKinds, new Set(['console', ...asked]))).toEqual([])
})

test('every key of a scenario', () => {
  const url = new URL('../../schemas/scenario.schema.json', import.meta.url)
  const keys = [...new Set(schemaKeys(JSON.parse(readFileSync(url, 'utf8'))))]
  expect(
    missing(
      keys,
      keysOf(() => true),
    ),
  ).toEqual([])
})

function schemaKeys(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {} } = schema as { properties?: object }
  return [...Object.keys(properties), ...Object.values(schema).flatMap(schemaKeys)]
}
