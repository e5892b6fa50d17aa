import type { JsonObject } from '../../../core/json.ts'
import type { Message } from '../../../core/message-log.ts'
import type { ConnectorClients } from '../clients.ts'
import { type GoodsMovement, readGoodsMovement } from './goods-movement.ts'
import { work } from './hand-over.ts'

/** Brings what moved in the warehouses, stores and lockers into the OMS and the ERP; each movement is booked once. */
export async function bookMovements(clients: ConnectorClients, messages: readonly Message[]): Promise<void> {
  for (const message of messages) {
    const movement = readGoodsMovement(message)
    if (movement.orderNumber === undefined) await bookDifference(clients, movement)
    else if (movement.kind !== 'replenishment') await bookShipment(clients, movement.orderNumber, movement)
    // What has left for a locker is on its way, and booked when it has arrived.
    else if (movement.event === 'goods.received') await bookArrival(clients, movement.orderNumber, movement)
  }
}

/** An order has left when all of its locations have handed out their part. The OMS tells the ERP and the shop. */
async function bookShipment(
  { oms, wms }: ConnectorClients,
  orderNumber: string,
  { correlation }: GoodsMovement,
): Promise<void> {
  const { body } = await wms('GET', `/fulfilments?orderNumber=${encodeURIComponent(orderNumber)}`, correlation)
  const done = (body.items as JsonObject[]).every(({ state }) => state === 'shipped' || state === 'received')
  if (done) await oms('POST', `/orders/${encodeURIComponent(orderNumber)}/shipment`, { body: {}, ...correlation })
}

/** The units are at the locker now, in the ERP as in the OMS; then the customer can be served from there. */
async function bookArrival(clients: ConnectorClients, orderNumber: string, movement: GoodsMovement): Promise<void> {
  const { reference, location, lines, from = '', correlation } = movement
  const { erp, oms, wms } = clients
  const filter = encodeURIComponent(`NumAtCard eq '${orderNumber.replaceAll("'", "''")}'`)
  const { body: found } = await erp('GET', `/Orders?$filter=${filter}&$select=DocEntry`, correlation)
  const transfer = {
    Reference2: reference,
    FromWarehouse: from,
    ToWarehouse: location,
    U_BaseOrder: (found.value as JsonObject[])[0]?.DocEntry ?? null,
    StockTransferLines: lines.map(({ sku, quantity }) => ({ ItemCode: sku, Quantity: quantity })),
  }
  await enterOnce(clients, '/StockTransfers', transfer, correlation)
  const path = `/orders/${encodeURIComponent(orderNumber)}/transfers`
  await oms('POST', path, { body: { reference, from, to: location, lines }, ...correlation })
  await wms('POST', '/fulfilments', { body: work(orderNumber, 'pickup', location, lines), ...correlation })
}

/** Goods of a supplier, and what a count has found, change what the ERP has on its books. */
async function bookDifference(clients: ConnectorClients, movement: GoodsMovement): Promise<void> {
  const { reference, location, lines, correlation } = movement
  const linesWith = (sign: 1 | -1) =>
    lines
      .filter(({ quantity }) => quantity * sign > 0)
      .map(({ sku, quantity }) => ({ ItemCode: sku, WarehouseCode: location, Quantity: quantity * sign }))
  const [more, fewer] = [linesWith(1), linesWith(-1)]
  if (more.length > 0) {
    await enterOnce(clients, '/InventoryGenEntries', { Reference2: `${reference} +`, DocumentLines: more }, correlation)
  }
  if (fewer.length > 0) {
    await enterOnce(clients, '/InventoryGenExits', { Reference2: `${reference} -`, DocumentLines: fewer }, correlation)
  }
}

async function enterOnce(
  { erp }: ConnectorClients,
  path: string,
  body: JsonObject,
  correlation: GoodsMovement['correlation'],
): Promise<void> {
  const answer = await erp('POST', path, { body, accept: [400], ...correlation })
  if (answer.status === 400 && (answer.body.error as JsonObject).code !== alreadyThere)
    throw new Error(`the ERP refuses ${path} with the reference ${String(body.Reference2)}`)
}

/** This reference has been entered before. */
const alreadyThere = '-2035'
