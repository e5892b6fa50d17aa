import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { omnichannel } from '../fixtures/omnichannel.ts'
import { contentOf } from '../stores/files/scratch.ts'
import { type Sandbox, sandbox } from './sandbox.ts'

const key = { STANDIN_KEY: 'b3a91f0c52d87e64c01955ea7fd2388b46c1f90de2a7743c5b08f61d9e24ca70' }
let box: Sandbox

beforeAll(async () => {
  box = sandbox()
  expect(await box.run('standin env up --name production')).toMatchObject({ code: 0 })
})

afterAll(async () => {
  await box.run('standin env down --all')
  box[Symbol.dispose]()
})

async function snapshot(
  name: string,
  flags: string,
  env: Record<string, string> = key,
): Promise<Record<string, string>> {
  const clone = `standin clone --policy ${join(omnichannel, 'policy.yaml')} --from env:production --snapshot ${name} ${flags}`
  const { code, err } = await box.run(clone, { env, cwd: box.directory })
  expect({ code, err }).toMatchObject({ code: 0 })
  return contentOf(join(box.directory, name))
}

test('the shipped policy gives the same bytes on every run, with however many readers; another key gives others', async () => {
  const first = await snapshot('first', '--readers 1')
  const systems = new Set(Object.keys(first).map((path) => path.split('/')[0]))
  expect([...systems].sort()).toEqual(['erp', 'manifest.json', 'oms', 'payment', 'pim', 'promo', 'shop', 'wms'])
  expect(await snapshot('again', '--readers 1')).toEqual(first)
  expect(await snapshot('two', '--readers 2')).toEqual(first)
  expect(await snapshot('five', '--readers 5')).toEqual(first)
  const other = await snapshot('other', '--readers 3', { STANDIN_KEY: [...key.STANDIN_KEY].reverse().join('') })
  const differing = Object.keys(first).filter((path) => first[path] !== other[path])
  expect(differing).toContain('erp/business_partner/00000.copy.gz')
  expect(differing).not.toContain('erp/item/00000.copy.gz')
})
