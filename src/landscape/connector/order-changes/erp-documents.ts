import type { JsonObject } from '../../../core/json.ts'
import type { ConnectorClients } from '../clients.ts'
import type { OrderChangeMessage } from './change-message.ts'
import { notThereYet } from './not-there-yet.ts'

interface ErpOrder {
  entry: number
  isOpen: boolean
  lines: readonly { number: number; sku: string; warehouse: string; quantity: number }[]
}

/** Lowers the quantities of an order that the ERP has. One that it does not have yet is entered with what is left. */
export async function changeInErp(clients: ConnectorClients, change: OrderChangeMessage): Promise<void> {
  const order = await findOrder(clients, change)
  if (order === undefined || !order.isOpen) return
  const wanted = new Map(change.lines.map(({ sku, quantity }) => [sku, quantity]))
  const lowered = order.lines.flatMap(({ number, sku, quantity }) => {
    const left = wanted.get(sku) ?? 0
    return left < quantity ? [{ LineNum: number, Quantity: left }] : []
  })
  if (lowered.length === 0) return
  await clients.erp('PATCH', `/Orders(${order.entry})`, { body: { DocumentLines: lowered }, ...change.correlation })
}

export async function cancelInErp(clients: ConnectorClients, change: OrderChangeMessage): Promise<void> {
  const order = await findOrder(clients, change)
  if (order?.isOpen !== true) return
  await clients.erp('POST', `/Orders(${order.entry})/Cancel`, change.correlation)
}

/** Enters the delivery of an order; it closes the order, so that there is one of it. */
export async function deliverInErp(clients: ConnectorClients, change: OrderChangeMessage): Promise<void> {
  const order = await findOrder(clients, change)
  if (order === undefined) throw notThereYet(`the ERP does not know the order ${change.orderNumber} yet`)
  if (!order.isOpen) return
  const DocumentLines = order.lines.map(({ number }) => ({ BaseType: 17, BaseEntry: order.entry, BaseLine: number }))
  await clients.erp('POST', '/DeliveryNotes', { body: { DocumentLines }, ...change.correlation })
}

/** Books what came back into the warehouse that it left; the change's id is the reference, so that it is booked once. */
export async function bookReturn(clients: ConnectorClients, change: OrderChangeMessage): Promise<void> {
  const order = await findOrder(clients, change)
  if (order === undefined) throw notThereYet(`the ERP does not know the order ${change.orderNumber} yet`)
  const DocumentLines = change.lines.map(({ sku, quantity }) => ({
    BaseEntry: order.entry,
    ItemCode: sku,
    WarehouseCode: order.lines.find((line) => line.sku === sku)?.warehouse ?? null,
    Quantity: quantity,
  }))
  const body = { NumAtCard: change.changeId, U_CorrelationId: change.correlation.correlationId ?? null, DocumentLines }
  const answer = await clients.erp('POST', '/Returns', { body, accept: [400], ...change.correlation })
  if (answer.status === 400 && (answer.body.error as JsonObject).code !== alreadyThere)
    throw new Error(`the ERP refuses the return of the order ${change.orderNumber}`)
}

/** This reference has been entered before. */
const alreadyThere = '-2035'

async function findOrder({ erp }: ConnectorClients, change: OrderChangeMessage): Promise<ErpOrder | undefined> {
  const filter = encodeURIComponent(`NumAtCard eq '${change.orderNumber.replaceAll("'", "''")}'`)
  const { body } = await erp('GET', `/Orders?$filter=${filter}`, change.correlation)
  const [order] = body.value as JsonObject[]
  if (order === undefined) return undefined
  return {
    entry: Number(order.DocEntry),
    isOpen: order.DocumentStatus === 'bost_Open',
    lines: (order.DocumentLines as JsonObject[]).map((line) => ({
      number: Number(line.LineNum),
      sku: String(line.ItemCode),
      warehouse: String(line.WarehouseCode),
      quantity: Number(line.Quantity),
    })),
  }
}
