import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OmsAtWork, omsAtWork } from './oms-at-work.ts'

let oms: OmsAtWork
beforeAll(async () => {
  oms = await omsAtWork()
})
afterAll(async () => {
  expect(oms.bugs).toEqual([])
  await oms[Symbol.asyncDispose]()
})

test('a watermark is kept by its flow', async () => {
  expect((await oms.call('GET', '/watermarks/catalogue')).status).toBe(404)
  await Promise.all([1, 2, 3].map((n) => oms.call('PUT', '/watermarks/catalogue', { position: { n } })))
  expect((await oms.call('PUT', '/watermarks/catalogue', { position: { n: 4 } })).status).toBe(200)
  expect((await oms.call('GET', '/watermarks/catalogue')).body).toEqual({ flow: 'catalogue', position: { n: 4 } })
  expect((await oms.call('GET', '/watermarks/prices')).status).toBe(404)
})

test.each([
  ['no position', {}, undefined, 400],
  ['a position that is no object', { position: 1 }, undefined, 400],
  ['no JSON', '{', undefined, 400],
  ['another key', { position: {} }, 'other', 401],
])('refused: %s', async (_, body, key, status) => {
  expect((await oms.call('PUT', '/watermarks/x', body, key)).status).toBe(status)
})
