import { expect, test } from 'vitest'
import type { JsonObject } from '../../../src/core/json.ts'
import type { ConnectorClients } from '../../../src/landscape/connector/clients.ts'
import { findDrift, reportDrift } from '../../../src/landscape/connector/stock-drift.ts'
import type { ApiClient } from '../../../src/landscape/http-client.ts'

type Shown = Record<string, number>

/** Systems that hold one article: `inStock` and `held` at each place, and what the shop shows at each look. */
function systems(inStock: Shown, held: Shown, looks: Shown[]) {
  const posted: { system: string; path: string; body: JsonObject }[] = []
  let look = 0
  const answering =
    (system: string, answer: (path: string) => object): ApiClient =>
    async (method, path, options) => {
      const isSearch = path.startsWith('/api/search')
      if (method === 'POST' && !isSearch) posted.push({ system, path, body: options?.body as JsonObject })
      return { status: 200, body: answer(path) as JsonObject, text: '', headers: new Headers() }
    }
  const info = Object.entries(inStock).map(([WarehouseCode, InStock]) => ({ WarehouseCode, InStock }))
  const clients = {
    erp: answering('erp', () => ({ value: [{ ItemCode: 'A', ItemWarehouseInfoCollection: info }] })),
    oms: answering('oms', () => ({
      items: Object.entries(held).map(([location, units]) => ({ sku: 'A', location, held: units })),
    })),
    shop: answering('shop', () => {
      const shown = looks[Math.min(look++, looks.length - 1)] ?? {}
      const data = Object.entries(shown).map(([warehouseCode, available]) => ({
        productNumber: 'A',
        warehouseCode,
        available,
      }))
      return { data }
    }),
    notify: answering('notify', () => ({
      items: [
        { id: '1', channel: 'email', to: 'team@example.com' },
        { id: '2', channel: 'chat', to: '#stock' },
      ],
    })),
  } as Partial<ConnectorClients> as ConnectorClients
  return { clients, posted }
}

test('both directions are found, less what is held', async () => {
  const { clients, posted } = systems({ W1: 10, W2: 4, S1: 2, S2: 0 }, { W1: 3 }, [{ W1: 7, W2: 6, S3: 1 }])
  await reportDrift(clients, findDrift, 0)
  const [filed, mail, chat] = posted
  expect(filed).toMatchObject({
    path: '/stock-drifts',
    body: {
      items: [
        { sku: 'A', location: 'S1', expected: 2, shown: 0 },
        { sku: 'A', location: 'S3', expected: 0, shown: 1 },
        { sku: 'A', location: 'W2', expected: 4, shown: 6 },
      ],
    },
  })
  expect(mail).toMatchObject({ path: '/emails', body: { to: 'team@example.com', subject: 'Stock drift: 3' } })
  expect(mail?.body.text).toContain('A in W2: 4 can be delivered, the shop shows 6 (+2)')
  expect(mail?.body.text).toContain('A in S1: 2 can be delivered, the shop shows 0 (-2)')
  expect(chat).toMatchObject({ path: '/chat', body: { to: '#stock' } })
})

test('what the second look does not confirm was on its way, and nobody is told', async () => {
  const { clients, posted } = systems({ W1: 10 }, {}, [{ W1: 9 }, { W1: 10 }])
  await reportDrift(clients, findDrift, 0)
  expect(posted).toEqual([])
})

test('a drift that is another one at the second look is left to the next report', async () => {
  const { clients, posted } = systems({ W1: 10 }, {}, [{ W1: 9 }, { W1: 8 }])
  await reportDrift(clients, findDrift, 0)
  expect(posted).toEqual([])
})
