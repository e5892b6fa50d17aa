/*
 * A connector of its own, over HTTP alone: it reserves for checkouts, tells customers, brings availability into the shop,
 * orders into the ERP, and the ERP's stock into the OMS. Its URLs and credentials come from the environment.
 */
import { createServer } from 'node:http'

const env = process.env
const bearer = (key) => ({ authorization: `Bearer ${key}` })
const oms = api(env.STANDIN_OMS_URL, bearer(env.STANDIN_OMS_API_KEY))
const notify = api(env.STANDIN_NOTIFY_URL, bearer(env.STANDIN_NOTIFY_API_KEY))
const shop = api(env.STANDIN_SHOP_URL, bearer(env.STANDIN_SHOP_ADMIN_TOKEN))
const broker = api(env.STANDIN_BROKER_URL, bearer(env.STANDIN_BROKER_API_KEY))
const login = {
  CompanyDB: env.STANDIN_ERP_COMPANY,
  UserName: env.STANDIN_ERP_USER,
  Password: env.STANDIN_ERP_PASSWORD,
}

/** Calls a system; what it refuses is thrown, unless the caller deals with the status. */
function api(base, headers) {
  return async (method, path, { body, correlationId, accept = [], more = {} } = {}) => {
    const response = await fetch(base + path, {
      method,
      headers: {
        ...headers,
        ...more,
        ...(body && { 'content-type': 'application/json' }),
        ...(correlationId && { 'x-correlation-id': correlationId }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok && !accept.includes(response.status))
      throw new Error(`${method} ${path} answered ${response.status}`)
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) }
  }
}

/** Units are held before the shop places the order. */
async function reserve({ orderNumber, cart, fulfilment }, correlationId) {
  const lines = cart.lineItems.map(({ referencedId, quantity }) => ({ sku: referencedId, quantity }))
  const body = { key: orderNumber, orderNumber, lines, ...(fulfilment && { fulfilment }) }
  const { status, body: answer } = await oms('POST', '/reservations', { body, correlationId, accept: [409] })
  const short = status === 409 ? answer.error.lines : []
  return short.map(({ sku, requested, available }) => ({
    command: 'add-cart-error',
    payload: {
      code: 'CHECKOUT__PRODUCT_OUT_OF_STOCK',
      message: `${available} of ${sku} are left, ${requested} were ordered.`,
      blocking: true,
    },
  }))
}

/** Both know an order by its number: a second time changes nothing. */
async function takeOrder({ value: { orderNumber, customerNumber, email }, headers }) {
  const correlationId = headers['correlation-id']
  await oms('POST', '/orders', { body: { orderNumber, customerNumber, channel: 'shop' }, correlationId })
  await notify('POST', '/emails', {
    body: { to: email, subject: `Order ${orderNumber}`, text: 'We have your order.' },
    correlationId,
    more: { 'idempotency-key': `order ${orderNumber}` },
  })
}

/** The last change of each article and place. */
async function showAvailability(changes) {
  const latest = new Map(changes.map((change) => [`${change.sku}/${change.location}`, change]))
  const payload = [...latest.values()].map(({ sku, location, kind, onHand, available }) => ({
    productNumber: sku,
    warehouseCode: location,
    kind,
    stock: onHand,
    available,
  }))
  await shop('POST', '/api/_action/sync', {
    body: { stock: { entity: 'product_warehouse', action: 'upsert', payload } },
  })
}

async function enterInErp(erp, { value: order, headers }) {
  const correlationId = headers['correlation-id']
  const known = await erp('GET', `/b1s/v2/Orders?$filter=NumAtCard eq '${order.orderNumber}'&$select=DocEntry`)
  if (known.body.value.length > 0) return
  const { body: held } = await oms('GET', `/orders/${order.orderNumber}`)
  const document = {
    NumAtCard: order.orderNumber,
    DocCurrency: order.currency,
    U_CorrelationId: correlationId,
    DocumentLines: held.lines.map(({ sku, location, quantity }) => ({
      ItemCode: sku,
      WarehouseCode: location,
      Quantity: quantity,
      UnitPrice: order.lines.find((line) => line.sku === sku)?.unitPrice,
    })),
  }
  // The ERP keeps numbers of old customers with leading zeros.
  for (const CardCode of [order.customerNumber, order.customerNumber.padStart(7, '0')]) {
    const body = { CardCode, ...document }
    const { status } = await erp('POST', '/b1s/v2/Orders', { body, correlationId, accept: [400] })
    if (status === 201) return
  }
  throw new Error(`the ERP did not take the order ${order.orderNumber}`)
}

/** What the ERP has counted; what is held for orders stays the OMS's own knowledge. */
async function importStock(erp) {
  const path = '/b1s/v2/Items?$select=ItemCode,ItemWarehouseInfoCollection'
  const { body } = await erp('GET', path, { more: { prefer: 'odata.maxpagesize=0' } })
  const items = body.value.flatMap(({ ItemCode: sku, ItemWarehouseInfoCollection: places }) =>
    places.map(({ WarehouseCode: location, InStock: onHand }) => ({ sku, location, onHand })),
  )
  await oms('PUT', '/stock', { body: { items } })
}

/** The half-hourly exchange. Its consumer is made for each batch, so that nobody waits for it in between. */
async function exchangeWithErp() {
  const { headers } = await api(env.STANDIN_ERP_URL, {})('POST', '/b1s/v2/Login', { body: login })
  const erp = api(env.STANDIN_ERP_URL, { cookie: headers.get('set-cookie').split(';')[0] })
  const orders = await consumer('own: ERP', ['orders'])
  for (let batch = await orders.fetch(100); batch.length > 0; batch = await orders.fetch(100)) {
    for (const message of batch) await enterInErp(erp, message)
    await orders.commit()
  }
  await orders.close()
  await importStock(erp)
}

async function consumer(group, topics) {
  const config = { format: 'json', 'auto.offset.reset': 'earliest', 'auto.commit.enable': 'false' }
  const { body } = await broker('POST', `/consumers/${encodeURIComponent(group)}`, { body: config })
  const path = new URL(body.base_uri).pathname
  await broker('POST', `${path}/subscription`, { body: { topics } })
  return {
    fetch: async (timeout) => (await broker('GET', `${path}/records?timeout=${timeout}`)).body,
    commit: () => broker('POST', `${path}/offsets`),
    close: () => broker('DELETE', path),
  }
}

/** Has the effect first, and only then says that it is done. */
async function follow(group, topic, handle) {
  const messages = await consumer(group, [topic])
  const run = async () => {
    for (;;) {
      const batch = await messages.fetch(5_000)
      if (batch.length === 0) continue
      await handle(batch)
      await messages.commit()
    }
  }
  run().catch((thrown) => {
    console.error(thrown.message)
    process.exit(1)
  })
}

await follow('own: stock', 'stock', (batch) => showAvailability(batch.map(({ value }) => value)))
await follow('own: orders', 'orders', async (batch) => {
  for (const message of batch) await takeOrder(message)
})
await follow('own: time', 'clock', async (batch) => {
  if (batch.some(({ value }) => new Date(value.now).getUTCMinutes() % 30 === 0)) await exchangeWithErp()
})

createServer(async (request, response) => {
  if (request.url !== '/gateway/checkout') return response.writeHead(404).end()
  try {
    const commands = await reserve(await new Response(request).json(), request.headers['x-correlation-id'])
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ commands }))
  } catch (thrown) {
    console.error(thrown.message)
    response.writeHead(503).end()
  }
}).listen(Number(env.STANDIN_CONNECTOR_PORT), '127.0.0.1')
