import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { commandContext } from '../../src/cli/command-context.ts'
import { program } from '../../src/cli/program.ts'
import { exitCodes } from '../../src/core/error.ts'
import { strategyNames } from '../../src/core/treatment/read-treatment.ts'
import { defects } from '../../src/landscape/defects/table.ts'
import { hubMethods } from '../../src/landscape/hub/mirror.ts'
import { mirroredSystems } from '../../src/landscape/systems.ts'
import { topics } from '../../src/landscape/topics.ts'
import { matchers } from '../../src/scenario/match/matchers.ts'
import { valueTypes } from '../../src/scenario/match/value-types.ts'
import { memoryIo } from '../cli/memory-io.ts'
import { codeSpans } from './markdown.ts'
import { servedRoutes } from './served-routes.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What of all this a page does not mention in backticks. */
function missingIn(page: string, expected: Iterable<string>): string[] {
  const all = [...new Set(expected)]
  expect(all.length).toBeGreaterThan(0)
  const spans = codeSpans(`reference/${page}`)
  return all.filter((text) => !spans.has(text))
}

/** What the pattern finds in the files below a folder. */
function written(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...readFileSync(join(root, folder, name), 'utf8').matchAll(pattern)])
    .map(([, found]) => found ?? '')
}

test('every matcher and every type of the matcher `type`', () => {
  expect(missingIn('matchers.md', [...Object.keys(matchers), ...Object.keys(valueTypes)])).toEqual([])
})

test('every key of a scenario, and with them every verb of a step', () => {
  const pages = readdirSync(join(root, 'docs/reference')).filter((name) => name.endsWith('.md'))
  const unknown = pages.map((page) => new Set(missingIn(page, schemaKeys('scenario'))))
  expect([...(unknown[0] ?? [])].filter((key) => unknown.every((missing) => missing.has(key)))).toEqual([])
})

test('every key of standin.yaml, and every mirror', () => {
  const mirrors = Object.values(mirroredSystems).map(({ mirror }) => mirror)
  expect(missingIn('landscape.md', [...schemaKeys('standin'), ...mirrors, ...Object.keys(mirroredSystems)])).toEqual([])
})

test('every key of pack.yaml', () => {
  expect(missingIn('packs.md', schemaKeys('pack'))).toEqual([])
})

test('every key of policy.yaml, and with them every strategy', () => {
  const all = readdirSync(join(root, 'docs/reference'), { recursive: true, encoding: 'utf8' })
  const unknown = all
    .filter((name) => name.endsWith('.md'))
    .map((page) => new Set(missingIn(page, [...schemaKeys('policy'), ...strategyNames])))
  expect([...(unknown[0] ?? [])].filter((key) => unknown.every((missing) => missing.has(key)))).toEqual([])
})

test('every method of the hub', () => {
  expect(missingIn('mirrors.md', Object.keys(hubMethods))).toEqual([])
})

test('every route of the mirrors and of the connector', async () => {
  expect(missingIn('mirrors.md', await servedRoutes())).toEqual([])
})

test('every credential, topic, defect and schedule', () => {
  const credentials = Object.values(mirroredSystems).flatMap((system) => system.credentials)
  expect(missingIn('mirrors.md', [...credentials, ...Object.keys(topics), ...Object.keys(defects)])).toEqual([])
  expect(missingIn('mirrors.md', written('src/landscape', /clock\s*\.every\('([^']+)'/g))).toEqual([])
})

test('every command, flag and exit code', () => {
  const { io } = memoryIo()
  const commands = leaves(program(commandContext(io, new AbortController().signal)))
  expect(missingIn('command-line.md', commands.map(fullName))).toEqual([])
  const flags = commands.flatMap(({ options }) => options.map(({ long }) => long ?? ''))
  expect(missingIn('command-line.md', flags)).toEqual([])
  expect(missingIn('command-line.md', Object.values(exitCodes).map(String))).toEqual([])
})

test('every environment variable that the command line reads by name', () => {
  expect(missingIn('command-line.md', written('src/cli', /env\.([A-Z_]+)/g))).toEqual([])
})

test('every event', () => {
  expect(missingIn('reports.md', written('src/core', /\btype: '([a-z]+\.[a-z]+)'/g))).toEqual([])
})

test('every name that expressions cannot use for anything else', () => {
  const source = readFileSync(join(root, 'src/core/expression-name.ts'), 'utf8')
  const words = [...source.matchAll(/'([a-z_ ]+)'/g)].flatMap(([, text = '']) => text.split(' '))
  expect(missingIn('expressions.md', words.filter(Boolean))).toEqual([])
})

function leaves(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
}

/** `scenario run`, `env up`. */
function fullName(command: Command): string {
  return `${command.parent?.name()} ${command.name()}`
}

function schemaKeys(name: string): string[] {
  return keysWithin(JSON.parse(readFileSync(join(root, 'schemas', `${name}.schema.json`), 'utf8')))
}

function keysWithin(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties } = schema as { properties?: object }
  return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap(keysWithin)]
}
