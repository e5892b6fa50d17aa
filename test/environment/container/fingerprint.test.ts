import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ContainerSpec } from '../../../src/environment/container/container-spec.ts'
import { fingerprint } from '../../../src/environment/container/kept/fingerprint.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'standin-seed-'))
  mkdirSync(join(directory, 'data'))
  writeFileSync(join(directory, 'data', 'stock.json'), '{"quantity":7}')
  writeFileSync(join(directory, 'one.sql'), 'select 1')
})
afterEach(() => rmSync(directory, { recursive: true }))

const markOf = (change: Partial<ContainerSpec> = {}, imageId = 'sha256:1'): Promise<string> =>
  fingerprint(
    {
      name: 'search',
      image: 'search:1',
      ports: [80],
      environment: { A: '1', B: '2' },
      secrets: { PASSWORD: 'made anew' },
      files: [
        { from: join(directory, 'data'), isDirectory: true, to: '/data' },
        { from: join(directory, 'one.sql'), isDirectory: false, to: '/one.sql' },
      ],
      ...change,
    },
    imageId,
  )

test('containers are the same whatever their secrets and the order of their variables', async () => {
  const mark = await markOf()
  expect(await markOf({ environment: { B: '2', A: '1' }, secrets: { PASSWORD: 'another' } })).toBe(mark)
})

test.each<[string, Partial<ContainerSpec>, string?]>([
  ['image', { image: 'search:2' }],
  ['content of the image', {}, 'sha256:2'],
  ['port', { ports: [80, 81] }],
  ['published port', { published: { 80: 8080 } }],
  ['variable', { environment: { A: '1', B: '3' } }],
  ['command', { command: ['search'] }],
  ['command of the seed', { seed: ['import'] }],
  ['seed', { files: [] }],
])('another %s makes another one', async (_, change, imageId) => {
  expect(await markOf(change, imageId)).not.toBe(await markOf())
})

test.each<[string, () => void]>([
  ['a byte of a file', () => writeFileSync(join(directory, 'one.sql'), 'select 2')],
  ['a byte in a folder', () => writeFileSync(join(directory, 'data', 'stock.json'), '{"quantity":8}')],
  ['a file more', () => writeFileSync(join(directory, 'data', 'more.json'), '')],
  ['a link more', () => symlinkSync('stock.json', join(directory, 'data', 'link.json'))],
  ['a permission', () => chmodSync(join(directory, 'one.sql'), 0o600)],
])('%s of its seed makes another one', async (_, change) => {
  const mark = await markOf()
  change()
  expect(await markOf()).not.toBe(mark)
})
