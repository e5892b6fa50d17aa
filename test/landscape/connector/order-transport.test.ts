import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ConnectorClients, connectorClients } from '../../../src/landscape/connector/clients.ts'
import { connectorApi } from '../../../src/landscape/connector/connector-api.ts'
import type { ErpOrder } from '../../../src/landscape/connector/order-transport/erp-order.ts'
import { writeOrderFile } from '../../../src/landscape/connector/order-transport/order-file.ts'
import { orderTransport, transportNames } from '../../../src/landscape/connector/order-transport/transports.ts'
import { writeWithDecimalComma } from '../../../src/landscape/defects/csv-decimal-comma.ts'
import { type ErpAtWork, erpAccount, erpAtWork } from '../erp/erp-at-work.ts'
import { servedMirror, testKey } from '../served-api.ts'

let erp: ErpAtWork
let clients: ConnectorClients

beforeAll(async () => {
  erp = await erpAtWork()
  const none = { name: 'none', credentials: {} }
  const own = { name: 'erp', url: erp.url, credentials: erpAccount }
  clients = connectorClients({
    erp: own,
    pim: none,
    shop: none,
    oms: none,
    notify: none,
    payment: none,
    promo: none,
    wms: none,
  })
})
afterAll(async () => {
  expect(erp.bugs).toEqual([])
  await erp[Symbol.asyncDispose]()
})
beforeEach(() => erp.store.script('truncate sales_order cascade'))

const whole: ErpOrder = {
  CardCode: 'C1',
  NumAtCard: '10001',
  DocCurrency: 'EUR',
  Comments: '  Für "Käthe"; <b>&amp;\n-- zweite Zeile ',
  U_CorrelationId: 'run-1',
  AddressExtension: {
    ShipToAddress2: "O'Öhler; GmbH",
    ShipToStreet: 'Große Straße 1, "Hof"',
    ShipToZipCode: '01067',
    ShipToCity: 'Köln',
    ShipToCountry: 'DE',
  },
  DocumentAdditionalExpenses: [{ ExpenseCode: 1, LineTotal: '4.95' }],
  DocumentLines: [
    { ItemCode: 'A', WarehouseCode: 'W1', Quantity: 3, UnitPrice: '12.90', LineTotal: '38.69' },
    { ItemCode: 'B', WarehouseCode: 'W1', Quantity: 2, UnitPrice: '1234.56' },
  ],
}
const { Comments: _, U_CorrelationId: __, AddressExtension: ___, DocumentAdditionalExpenses: ____, ...bare } = whole

/** What the ERP has of all orders, without what differs from order to order. */
async function records(): Promise<unknown[]> {
  const { rows } = await erp.store.query(
    `select card_code, doc_status, doc_total, freight, doc_currency, address, comments, u_correlation_id,
       (select json_agg(json_build_array(line_num, item_code, whs_code, quantity, price::text, line_total::text) order by line_num)
        from sales_order_line l where l.doc_entry = o.doc_entry) as lines
     from sales_order o order by doc_entry`,
  )
  return rows
}

test.each([
  ['everything', whole],
  ['nothing that may be left out', bare],
])('an order with %s is the same record by all transports', async (_name, order) => {
  const transport = orderTransport(clients, writeOrderFile)
  for (const name of transportNames) {
    transport.use(name)
    await transport.enter({ ...order, NumAtCard: `by ${name}` })
  }
  const [first, ...others] = await records()
  expect(others).toHaveLength(2)
  for (const other of others) expect(other).toEqual(first)
})

test.each(transportNames)(
  'what the ERP refuses is refused by %s, with its reason and nothing of the order',
  async (name) => {
    const transport = orderTransport(clients, writeOrderFile)
    transport.use(name)
    await transport.enter(bare)
    const unknown = { ...bare, NumAtCard: '10002', CardCode: 'Z9' }
    for (const order of [bare, unknown]) {
      const refused = await transport.enter(order).then(
        () => undefined,
        (thrown: unknown) => thrown as Error,
      )
      expect(refused?.name).toBe('Error')
      expect(String(refused?.cause)).toMatch(/already exists|No matching|is the number of an order|is not known/)
      expect(`${refused?.message} ${refused?.cause}`).not.toContain('Z9')
    }
    expect(await records()).toHaveLength(1)
  },
)

test.each(transportNames)('by %s, the session is begun anew when it has ended', async (name) => {
  const transport = orderTransport(clients, writeOrderFile)
  transport.use(name)
  await transport.enter({ ...bare, NumAtCard: '1' })
  await erp.clock.advance(31 * 60_000)
  await transport.enter({ ...bare, NumAtCard: '2' })
  expect(await records()).toHaveLength(2)
})

test.each(transportNames)('by %s, a system that is not there is no fault of the order', async (name) => {
  const gone = { name: 'erp', url: 'http://127.0.0.1:9', credentials: erpAccount }
  const transport = orderTransport({ ...clients, ...clientsOf(gone) }, writeOrderFile)
  transport.use(name)
  await expect(transport.enter(bare)).rejects.toMatchObject({ code: 'system.unreachable' })
})

function clientsOf(own: { name: string; url: string; credentials: Record<string, string> }): ConnectorClients {
  return connectorClients({ erp: own, pim: own, shop: own, oms: own, notify: own, payment: own, promo: own, wms: own })
}

test('with a decimal comma, amounts are a hundred times too large', async () => {
  const transport = orderTransport(clients, writeWithDecimalComma)
  transport.use('csv')
  await transport.enter(bare)
  expect(await records()).toMatchObject([{ doc_total: '250781.00' }])
})

test('whoever looks after the connector chooses the transport', async () => {
  const transport = orderTransport(clients, writeOrderFile)
  const none = { synchronizations: () => undefined, priceExchanges: () => undefined }
  const parts = { apiKey: testKey, flows: async () => [], follow: async () => false, ...none }
  await using api = await servedMirror(connectorApi({ ...parts, orderTransport: () => transport }))
  expect((await api.call('GET', '/order-transport')).body).toEqual({ name: 'rest' })
  expect(await api.call('PUT', '/order-transport', { name: 'soap' })).toEqual({ status: 200, body: { name: 'soap' } })
  expect((await api.call('GET', '/order-transport')).body).toEqual({ name: 'soap' })
  expect((await api.call('PUT', '/order-transport', { name: 'fax' })).status).toBe(400)
  expect((await api.call('PUT', '/order-transport', { name: 'csv' }, 'wrong')).status).toBe(401)
  expect(transport.current()).toBe('soap')
  await using starting = await servedMirror(connectorApi({ ...parts, orderTransport: () => undefined }))
  expect((await starting.call('GET', '/order-transport')).status).toBe(503)
})
