import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine, type Ended } from './command-line.ts'

const stock = `name: stock
title: Stock is never negative
description: Protects from selling what is not there.
given:
  vars: { sku: "100-0042", quantity: { type: integer, description: How many } }
steps:
  - name: stock of the article
    sql: { system: oms, query: "select on_hand from stock where sku = $1", params: ["\${{ vars.sku }}"] }
    expect: { rowCount: 1 }
  - advance: 30m
catches: [stale-shop-stock]
`

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cli-test-'))
  await mkdir(join(directory, 'scenarios'))
  await writeFile(join(directory, 'scenarios', 'stock.yaml'), stock)
  await mkdir(join(directory, 'broken'))
  await writeFile(join(directory, 'broken', 'stock.yaml'), stock.replace('steps:', 'stepz:'))
})

afterAll(async () => {
  await rm(directory, { recursive: true })
})

function scenario(...args: string[]): Promise<Ended> {
  return commandLine('scenario', args, { cwd: directory })
}

test('list names each scenario with its title, the user’s own among the shipped ones', async () => {
  const { code, out, err } = await scenario('list')
  expect(err).toBe('')
  expect(code).toBe(0)
  expect(out).toMatch(/^stock {2,}Stock is never negative$/m)
  expect(out).toMatch(/^checkout-reservation {2,}\S/m)
})

test('list --json is a list', async () => {
  const { out } = await scenario('list', '--json')
  expect(JSON.parse(out)).toContainEqual({
    name: 'stock',
    title: 'Stock is never negative',
    file: 'scenarios/stock.yaml',
    tags: [],
    catches: ['stale-shop-stock'],
    vars: [
      { name: 'sku', type: 'string', default: '100-0042' },
      { name: 'quantity', type: 'integer', description: 'How many' },
    ],
  })
})

test('show says what a scenario does and takes', async () => {
  const { code, out } = await scenario('show', 'stock')
  expect(code).toBe(0)
  expect(out).toBe(`stock  Stock is never negative
scenarios/stock.yaml

Protects from selling what is not there.

Variables
  sku       string, 100-0042
  quantity  integer, needed   How many

Steps
  sql      stock of the article  line 7
  advance  advance 30m           line 10

Catches
  stale-shop-stock
`)
})

test('show --json is an object', async () => {
  const { out } = await scenario('show', 'stock', '--json')
  expect(JSON.parse(out)).toMatchObject({
    name: 'stock',
    file: 'scenarios/stock.yaml',
    steps: [{ verb: 'sql' }, { verb: 'advance' }],
  })
})

test('lint passes a file that runs, and tells of what is doubtful in it', async () => {
  const { code, out } = await scenario('lint', 'stock')
  expect(out).toMatch(/^warning: "quantity" is declared, and never read\n/)
  expect(out).toMatch(/\n1 file checked, 0 errors, 1 warning\n$/)
  expect(code).toBe(0)
})

test('lint shows place and line of what is wrong, and exits 2', async () => {
  const { code, out } = await scenario('lint', 'broken/stock.yaml')
  expect(code).toBe(2)
  expect(out).toContain('  broken/stock.yaml:6:1\n  6 | stepz:\n      ^\n')
  expect(out).toMatch(/\n1 file checked, 2 errors, 2 warnings\n$/)
  const asJson = await scenario('lint', 'broken/stock.yaml', '--json')
  expect(asJson.code).toBe(2)
  const outcome = JSON.parse(asJson.out)
  expect(outcome.files).toBe(1)
  expect(outcome.problems).toContainEqual({
    code: 'scenario.unknown-key',
    message: 'unknown key "stepz"; did you mean "steps"?',
    place: { file: 'broken/stock.yaml', line: 6, column: 1, text: 'stepz:' },
  })
})

test('an unknown scenario is answered with the nearest name', async () => {
  const { code, err } = await scenario('run', 'stok')
  expect(err).toContain('there is no scenario "stok"; did you mean "stock"?')
  expect(code).toBe(2)
})
