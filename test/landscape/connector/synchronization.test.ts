import { expect, test } from 'vitest'
import { connectorApi } from '../../../src/landscape/connector/connector-api.ts'
import { type Synchronizations, synchronizations } from '../../../src/landscape/connector/synchronization.ts'
import { servedMirror, testKey } from '../served-api.ts'

const apiOf = (known: Synchronizations | undefined) =>
  servedMirror(
    connectorApi({
      apiKey: testKey,
      flows: async () => [],
      follow: async () => false,
      synchronizations: () => known,
      orderTransport: () => undefined,
      priceExchanges: () => undefined,
    }),
  )

test('one runs at a time, and it is told what became of it', async () => {
  const runs = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const failures: unknown[] = []
  let next = 0
  const known = synchronizations(
    async () => {
      await runs[next++]?.promise
      return { carried: next }
    },
    (thrown) => failures.push(thrown),
  )
  await using api = await apiOf(known)
  const state = async () => (await api.call('GET', '/synchronizations')).body
  expect(await state()).toEqual({ state: 'none', started: 0 })
  expect(await api.call('POST', '/synchronizations')).toEqual({ status: 202, body: { state: 'running', started: 1 } })
  expect((await api.call('POST', '/synchronizations')).status).toBe(409)
  runs[0]?.resolve()
  await known.settled()
  expect(await state()).toEqual({ state: 'done', started: 1, carried: 1 })
  await api.call('POST', '/synchronizations')
  runs[1]?.reject(new Error('the ERP is away'))
  await known.settled()
  expect(await state()).toEqual({ state: 'failed', started: 2 })
  expect(failures).toHaveLength(1)
  expect(api.bugs).toEqual([])
})

test('it is refused without a key, and while the connector starts', async () => {
  await using api = await apiOf(undefined)
  expect((await api.call('POST', '/synchronizations', undefined, 'wrong')).status).toBe(401)
  expect((await api.call('GET', '/synchronizations', undefined, 'wrong')).status).toBe(401)
  expect((await api.call('POST', '/synchronizations')).status).toBe(503)
  expect((await api.call('DELETE', '/synchronizations')).status).toBe(501)
})
