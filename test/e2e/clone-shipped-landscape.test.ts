import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { names } from '../../fixtures/omnichannel/generator/names.ts'
import type { TransferSummary } from '../../src/app/clone/requests.ts'
import type { EnvironmentStatus } from '../../src/app/requests.ts'
import { joins, keysOf, rowsInJoin } from './landscape-joins.ts'
import { mentionFinder, packPeople } from './pack-people.ts'
import { type Sandbox, sandbox } from './sandbox.ts'
import { documentContent, filesBelow, rowsOf, serverContent, storeUrl } from './whole-content.ts'

/* The shipped landscape stands in for production, and is cloned with the shipped policy. */

/** One under which no persona happens to be called as somebody in the pack is. */
const key = 'b3a91f0c52d87e64c01955ea7fd2388b46c1f90de2a7743c5b08f61d9e24ca70'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What the README tells people to type. */
const [envUp = '', newKey = '', clone = '', runScenario = ''] = readmeCommands()

function readmeCommands(): string[] {
  const [, block = ''] =
    /^## Clone$[\s\S]*?^```$([\s\S]*?)^```$/m.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
  return [...block.matchAll(/^npx (.*)$/gm)].map(([, line = '']) => line.replace('fixtures/', join(root, 'fixtures/')))
}

const freeTexts = [
  ['erp', 'business_partner', 'free_text'],
  ['erp', 'contact', 'remarks'],
  ['erp', 'sales_order', 'comments'],
  ['erp', 'stock_movement', 'reason'],
  ['shop', 'order', 'customer_comment'],
  ['shop', 'order', "custom_fields->>'giftMessage'"],
  ['shop', 'product_review', 'content'],
  ['oms', 'sync_log', 'reason'],
] as const

let box: Sandbox
let production: EnvironmentStatus
let copy: EnvironmentStatus | undefined
let mentioned: (text: string) => string[]
/** What the commands printed. */
let printed = ''
/** The files that were there while the commands ran, and where somebody was mentioned in them. */
const versions = new Map<string, string>()
const mentions: [path: string, value: string][] = []

async function run(command: string): Promise<string> {
  const { code, out, err } = await box.run(command, { cwd: box.directory })
  expect({ code, err }).toMatchObject({ code: 0 })
  return out
}

function lookAround(except: readonly string[]): void {
  for (const [path, text] of filesBelow(box.directory, except, versions))
    mentions.push(...mentioned(text).map((value) => [path, value] as [string, string]))
}

/** Runs the command, and looks all the time at what it writes into the temporary directory; into the server's own files only in the end. */
async function watched(command: string, except: readonly string[]): Promise<string> {
  const running = box.start(command, { cwd: box.directory })
  const ended = running.ended.then(() => true)
  while (!(await Promise.race([ended, pause(50, false)]))) lookAround([...except, 'data'])
  lookAround(except)
  const { code, out, err } = await running.ended
  printed += out + err
  expect({ code, err }).toMatchObject({ code: 0 })
  return out
}

beforeAll(async () => {
  box = sandbox()
  mentioned = mentionFinder(await packPeople())
  await run(envUp)
  expect(newKey).toBe('standin key new --out standin.key')
  writeFileSync(join(box.directory, 'standin.key'), key, { mode: 0o600 })
  production = (JSON.parse(await run('standin env status --name production --json')) as EnvironmentStatus[])[0] as never
  const except = box.left()
  await watched(clone, except)
  const intoEnvironment = `${clone.replace(/--snapshot \S+/, '--environment copy')} --json`
  copy = (JSON.parse(await watched(intoEnvironment, except)) as TransferSummary).environment
})

afterAll(async () => {
  await box.run('standin env down --all')
  box[Symbol.dispose]()
})

test('what is looked for is there in the source', async () => {
  const people = await packPeople()
  expect(Object.groupBy(people, ({ kind }) => kind)).toMatchObject({
    'e-mail': expect.arrayContaining([expect.anything()]),
    name: expect.arrayContaining([{ kind: 'name', value: 'Köttgen' }]),
  })
  const content =
    (await serverContent(storeUrl(production, 'erp'))) + (await documentContent(storeUrl(production, 'pim')))
  const found = mentioned(content.replaceAll('%40', '@')).join('\n').toLowerCase()
  expect(people.filter(({ value }) => !found.includes(value.toLowerCase()))).toEqual([])
})

test('nobody of the source is in the environment', async () => {
  const rows = await serverContent(storeUrl(copy, 'erp'))
  expect(rows.length).toBeGreaterThan(500_000)
  expect(mentioned(rows)).toEqual([])
  const documents = await documentContent(storeUrl(copy, 'pim'))
  expect(documents.length).toBeGreaterThan(100_000)
  expect(mentioned(documents)).toEqual([])
})

test('nor in the snapshot, in what was printed, or in a file that was there meanwhile', () => {
  const files = [...filesBelow(join(box.directory, 'snapshots/today'))]
  expect(files.length).toBeGreaterThan(50)
  expect(files.flatMap(([path, text]) => mentioned(text).map((value) => [path, value]))).toEqual([])
  expect(mentioned(printed)).toEqual([])
  const paths = [...versions.keys()]
  for (const pattern of [/snapshots\/today\.partial/, /standin-run-.*\/snapshot/, /standin-run-.*\/postgres/])
    expect(paths).toContainEqual(expect.stringMatching(pattern))
  expect(mentions).toEqual([])
})

test('of a name in free text, nothing is left', async () => {
  const everybody = Object.values(names)
  const words = (parts: readonly string[]): string => parts.join('|')
  const first = words(everybody.flatMap((of) => [...of.first.female, ...of.first.male]))
  const last = words(everybody.flatMap((of) => [...of.last.female, ...of.last.male]))
  const named = new RegExp(`(${first}) (${last})(?!\\p{L})`, 'u')
  let found = 0
  for (const [system, table, column] of freeTexts) {
    const query = `select (${column})::text as text from "${table}" order by ctid`
    const [source, target] = await Promise.all(
      [production, copy].map((status) => rowsOf(storeUrl(status, system), query)),
    )
    for (const [row, { text }] of (source ?? []).entries()) {
      const mention = named.exec(text ?? '')
      if (mention === null) continue
      found += 1
      const after = target?.[row]?.text ?? ''
      expect([text, after].filter((one = '') => mention.slice(1).some((name) => one.includes(name)))).toEqual([text])
    }
  }
  expect(found).toBeGreaterThan(200)
})

test('joins over customer and order numbers give as many rows as in the source', async () => {
  const [source, target] = await Promise.all([keysOf(production), keysOf(copy)])
  for (const [one, other, comparison] of joins) {
    const rows = rowsInJoin(source, one, other, comparison)
    expect(rows).toBeGreaterThan(0)
    expect([one, other, comparison, rowsInJoin(target, one, other, comparison)]).toEqual([one, other, comparison, rows])
  }
})

test('customers whose numbers have leading zeros in one system keep them there, and meet', async () => {
  const { 'erp.business_partner.card_code': erp = [], 'shop.customer.customer_number': shop = [] } = await keysOf(copy)
  const padded = erp.filter((number) => /^0\d+$/.test(number ?? ''))
  expect(padded).toHaveLength(2)
  expect(shop).toEqual(expect.arrayContaining(padded.map((number) => String(Number(number)))))
  expect(padded).not.toContain('0000123')
})

test('the number of the documents is as it was, and what names nobody is kept', async () => {
  const contents = [production, copy].map(async (status) => {
    await using client = await MongoClient.connect(storeUrl(status, 'pim'))
    const products = await client.db('pim').collection('product').find().sort({ _id: 1 }).toArray()
    return products.map(({ user_data: _, ...product }) => product)
  })
  const [source, target] = await Promise.all(contents)
  expect(source).toHaveLength(300)
  expect(target).toEqual(source)
})

test('the scenario passes on the clone', async () => {
  expect(await run(runScenario)).toContain('passed')
})
