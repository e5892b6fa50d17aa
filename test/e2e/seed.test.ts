import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MongoClient } from 'mongodb'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TransferSummary } from '../../src/app/clone/requests.ts'
import type { EnvironmentStatus } from '../../src/app/requests.ts'
import { type Sandbox, sandbox } from './sandbox.ts'

/* The shipped landscape stands in for production; what a policy makes of it is tested elsewhere. */

const tables = { erp: ['business_partner', 'item', 'sales_order'], shop: ['customer', 'order'], oms: ['stock'] }

let box: Sandbox
let here: { cwd: string }

beforeAll(async () => {
  box = sandbox()
  here = { cwd: box.directory }
  const columns = ['erp', 'shop', 'oms', 'pim', 'payment', 'promo', 'wms'].map((system) => `  "${system}.*": keep\n`)
  writeFileSync(join(box.directory, 'policy.yaml'), `version: 1\ncolumns:\n${columns.join('')}`)
  expect(await box.run('standin env up --name production')).toMatchObject({ code: 0 })
  const clone = 'standin clone --from env:production --ephemeral-key --snapshot snapshot'
  expect(await box.run(clone, here)).toMatchObject({ code: 0 })
})

afterAll(async () => {
  await box.run('standin env down --all')
  box[Symbol.dispose]()
})

async function statusOf(name: string): Promise<EnvironmentStatus | undefined> {
  const { out } = await box.run(`standin env status --name ${name} --json`)
  const parsed = JSON.parse(out) as EnvironmentStatus[]
  return Array.isArray(parsed) ? parsed[0] : undefined
}

function storeUrl(status: EnvironmentStatus | undefined, system: string): string {
  return status?.systems.find(({ name }) => name === system)?.storeUrl ?? ''
}

async function contentOf(name: string): Promise<Record<string, number>> {
  const status = await statusOf(name)
  const counts: Record<string, number> = {}
  for (const [system, names] of Object.entries(tables)) {
    const client = new pg.Client(storeUrl(status, system))
    await client.connect()
    for (const table of names) {
      const { rows } = await client.query(`select count(*)::int as n from "${table}"`)
      counts[`${system}.${table}`] = rows[0].n
    }
    await client.end()
  }
  await using documents = await MongoClient.connect(storeUrl(status, 'pim'))
  counts['pim.product'] = await documents.db('pim').collection('product').countDocuments()
  return counts
}

test('a scenario passes on a snapshot, and the command that repeats it names the snapshot', async () => {
  const { code, out } = await box.run('scenario run checkout-reservation --snapshot snapshot --json', here)
  expect(code).toBe(0)
  expect(JSON.parse(out).results[0].replay).toContain('--snapshot snapshot')
})

test('a scenario that asks for a clone gets one of the snapshot', async () => {
  const text = `name: again
title: A clone of a clone
given: { clone: { policy: ${join(fileURLToPath(new URL('../..', import.meta.url)), 'fixtures/omnichannel/policy.yaml')} } }
steps: [{ sweep: { for: source, except: [erp.warehouse.street] } }]
`
  writeFileSync(join(box.directory, 'again.yaml'), text)
  const { code, out } = await box.run('scenario run again.yaml --snapshot snapshot', here)
  expect(out).toContain('1 passed')
  expect(code).toBe(0)
})

test('a seed brings up an environment with the data of the snapshot', async () => {
  const { code, out } = await box.run('standin seed snapshot --environment fresh --json', here)
  expect(code).toBe(0)
  const summary = JSON.parse(out) as TransferSummary
  expect(summary.environment).toMatchObject({ name: 'fresh', pack: expect.stringMatching(/^snapshot [0-9a-f]{12}$/) })
  expect(await contentOf('fresh')).toEqual(await contentOf('production'))
  const shop = summary.environment?.systems.find(({ name }) => name === 'shop')
  const response = await fetch(`${shop?.url}/store-api/product`, {
    method: 'POST',
    headers: { 'sw-access-key': shop?.credentials.accessKey ?? '', 'content-type': 'application/json' },
    body: JSON.stringify({ filter: [{ type: 'equals', field: 'productNumber', value: '100-0042' }] }),
  })
  expect(await response.json()).toMatchObject({ elements: [{ productNumber: '100-0042' }] })
  expect(await box.run('standin seed snapshot --environment fresh', here)).toMatchObject({
    code: 3,
    err: expect.stringContaining('the environment "fresh" is already up'),
  })
})

test('a clone brings up an environment, and leaves nothing besides', async () => {
  const before = box.left()
  const clone = 'standin clone --from env:production --ephemeral-key --environment copy'
  const { code, out } = await box.run(clone, here)
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('copy: up since') })
  expect(await contentOf('copy')).toEqual(await contentOf('production'))
  expect(await box.run('standin env down --name copy')).toMatchObject({ code: 0 })
  expect(box.left()).toEqual(before)
})

test('a damaged snapshot is hosted nowhere', async () => {
  appendFileSync(join(box.directory, 'snapshot/pim/collections.json'), ' ')
  const message = expect.stringContaining('the snapshot is damaged: pim/collections.json')
  for (const command of [
    'standin seed snapshot --environment broken',
    'standin env up --name broken --snapshot snapshot',
    'scenario run checkout-reservation --snapshot snapshot',
  ])
    expect(await box.run(command, here)).toMatchObject({ code: 2, err: message })
  expect((await box.run('standin env status --name broken')).code).toBe(3)
})
