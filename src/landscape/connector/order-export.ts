import type { JsonObject } from '../../core/json.ts'
import type { Message } from '../../core/message-log.ts'
import type { ConnectorClients } from './clients.ts'

/** Enters placed orders in the ERP, with the warehouses that the OMS chose. An order that is there already is left alone. */
export async function exportOrders({ erp, oms }: ConnectorClients, messages: readonly Message[]): Promise<void> {
  for (const { value, headers } of messages) {
    const order = value as JsonObject
    const orderNumber = String(order.orderNumber)
    const correlationId = headers['correlation-id']
    const correlation = correlationId === undefined ? {} : { correlationId }
    if (await isKnown(erp, orderNumber)) continue
    const { body: held } = await oms('GET', `/orders/${encodeURIComponent(orderNumber)}`, correlation)
    const lines = documentLines(order.lines as JsonObject[], held.lines as JsonObject[])
    // Nothing is held for an order that came too late and found its units gone.
    if (lines.length === 0) continue
    const entry = {
      body: {
        CardCode: await cardCode(erp, String(order.customerNumber)),
        NumAtCard: orderNumber,
        DocCurrency: order.currency,
        U_CorrelationId: correlationId ?? null,
        DocumentLines: lines,
      },
      ...correlation,
    }
    try {
      await erp('POST', '/Orders', entry)
    } catch (thrown) {
      // Perhaps only the answer was lost.
      if (!(await isKnown(erp, orderNumber))) throw thrown
    }
  }
}

async function isKnown(erp: ConnectorClients['erp'], orderNumber: string): Promise<boolean> {
  const filter = encodeURIComponent(`NumAtCard eq '${orderNumber.replaceAll("'", "''")}'`)
  const { body } = await erp('GET', `/Orders?$filter=${filter}&$select=DocEntry`)
  return (body.value as JsonObject[]).length > 0
}

/** The ERP keeps numbers of old customers with leading zeros, the shop without. */
async function cardCode(erp: ConnectorClients['erp'], customerNumber: string): Promise<string> {
  for (const code of [customerNumber, customerNumber.padStart(7, '0')]) {
    const { status } = await erp('GET', `/BusinessPartners('${encodeURIComponent(code.replaceAll("'", "''"))}')`, {
      accept: [404],
    })
    if (status === 200) return code
  }
  throw new Error(`the ERP knows no customer ${customerNumber}`)
}

function documentLines(ordered: readonly JsonObject[], held: readonly JsonObject[]): JsonObject[] {
  const prices = new Map(ordered.map((line) => [line.sku, line.unitPrice]))
  return held.map((line) => ({
    ItemCode: line.sku ?? null,
    WarehouseCode: line.location ?? null,
    Quantity: line.quantity ?? null,
    UnitPrice: prices.get(line.sku) ?? null,
  }))
}
