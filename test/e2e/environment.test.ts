import { MongoClient } from 'mongodb'
import pg from 'pg'
import { expect, test } from 'vitest'
import type { EnvironmentStatus } from '../../src/app/requests.ts'
import { sandbox } from './sandbox.ts'

test('an environment is hosted in the background and used from another process', async () => {
  using box = sandbox()
  const up = await box.run('standin env up --json')
  expect(up).toMatchObject({ code: 0 })
  try {
    const [status] = JSON.parse((await box.run('standin env status --json')).out) as EnvironmentStatus[]
    expect(status).toMatchObject({ name: 'default', state: 'up', pack: 'omnichannel' })
    expect(await countItems(storeUrl(status, 'erp'))).toBe(300)
    expect(await countProducts(storeUrl(status, 'pim'))).toBe(300)
    const shop = status?.systems.find(({ name }) => name === 'shop')
    const response = await fetch(`${shop?.url}/store-api/product`, {
      method: 'POST',
      headers: { 'sw-access-key': shop?.credentials.accessKey ?? '', 'content-type': 'application/json' },
      body: JSON.stringify({ filter: [{ type: 'equals', field: 'productNumber', value: '100-0042' }] }),
    })
    expect(await response.json()).toMatchObject({ elements: [{ productNumber: '100-0042', availableStock: 8 }] })

    expect(await box.run('standin env up --json')).toMatchObject({
      code: 0,
      out: expect.stringContaining(`"pid": ${status?.pid}`),
    })
    expect(await box.run('standin env up --foreground')).toMatchObject({
      code: 3,
      err: expect.stringContaining('already up'),
    })
  } finally {
    expect(await box.run('standin env down')).toMatchObject({ code: 0, out: 'default is down\n' })
  }
  expect(box.left()).toEqual([])
  expect(box.processes()).toEqual([])
  expect(await box.run('standin env status')).toMatchObject({ code: 0, out: 'no environment is up\n' })
  expect(await box.run('standin env status --name default')).toMatchObject({ code: 3 })
})

test('several environments are told apart by their names', async () => {
  using box = sandbox()
  const started = await Promise.all(['one', 'two'].map((name) => box.run(`standin env up --name ${name}`)))
  expect(started.map(({ code }) => code)).toEqual([0, 0])
  expect(await box.run('standin env down --name one')).toMatchObject({ out: 'one is down\n' })
  const rest = JSON.parse((await box.run('standin env status --json')).out) as EnvironmentStatus[]
  expect(rest.map(({ name }) => name)).toEqual(['two'])
  expect(await box.run('standin env down --all')).toMatchObject({ out: 'two is down\n' })
  expect(box.left()).toEqual([])
})

function storeUrl(status: EnvironmentStatus | undefined, system: string): string {
  return status?.systems.find(({ name }) => name === system)?.storeUrl ?? ''
}

async function countItems(url: string): Promise<number> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } = await client.query('select count(*)::int as items from item')
    return rows[0].items
  } finally {
    await client.end()
  }
}

async function countProducts(url: string): Promise<number> {
  await using client = await MongoClient.connect(url)
  return await client.db('pim').collection('product').countDocuments()
}
