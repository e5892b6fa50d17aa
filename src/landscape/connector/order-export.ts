import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { Message } from '../../core/message-log.ts'
import type { ConnectorClients } from './clients.ts'
import { exactAmounts, type HeldLine, type LineAmounts, type OrderedLine } from './line-amounts.ts'
import type { EnterOrder, ErpAddress, ErpOrder, ErpOrderLine } from './order-transport/erp-order.ts'

/** Enters placed orders in the ERP, with the warehouses that the OMS chose. */
export type ExportOrders = (clients: ConnectorClients, messages: readonly Message[], enter: EnterOrder) => Promise<void>

/** An order that is there already is left alone. */
export const exportOrders: ExportOrders = (clients, messages, enter) =>
  exportWith(exactAmounts, clients, messages, enter)

/** Enters orders with the amounts that a way of pricing their lines gives. */
export async function exportWith(
  lineAmounts: LineAmounts,
  { erp, oms }: ConnectorClients,
  messages: readonly Message[],
  enter: EnterOrder,
): Promise<void> {
  for (const { value, headers } of messages) {
    const order = value as JsonObject
    const orderNumber = String(order.orderNumber)
    const correlationId = headers['correlation-id']
    const correlation = correlationId === undefined ? {} : { correlationId }
    if (await isKnown(erp, orderNumber)) continue
    const { body: held } = await oms('GET', `/orders/${encodeURIComponent(orderNumber)}`, correlation)
    const lines = documentLines(lineAmounts, order.lines as JsonObject[], held.lines as JsonObject[])
    // Nothing is held for an order that came too late and found its units gone.
    if (lines.length === 0) continue
    const entry: ErpOrder = {
      CardCode: await cardCode(erp, String(order.customerNumber)),
      NumAtCard: orderNumber,
      DocCurrency: String(order.currency),
      ...(typeof order.comment === 'string' && { Comments: order.comment }),
      ...(correlationId !== undefined && { U_CorrelationId: correlationId }),
      ...(isJsonObject(order.shippingAddress) && { AddressExtension: addressOf(order.shippingAddress) }),
      ...(order.shipping !== undefined && {
        DocumentAdditionalExpenses: [{ ExpenseCode: 1, LineTotal: String(order.shipping) }],
      }),
      DocumentLines: lines,
    }
    try {
      await enter(entry)
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

function documentLines(
  lineAmounts: LineAmounts,
  ordered: readonly JsonObject[],
  held: readonly JsonObject[],
): ErpOrderLine[] {
  const amounts = lineAmounts(ordered as unknown as OrderedLine[], held as unknown as HeldLine[])
  return held.map((line, index) => ({
    ItemCode: String(line.sku),
    WarehouseCode: String(line.location),
    Quantity: Number(line.quantity),
    UnitPrice: '0',
    ...amounts[index],
  }))
}

function addressOf({ firstName, lastName, company, street, zipcode, city, country }: JsonObject): ErpAddress {
  const person = [firstName, lastName].filter((part) => typeof part === 'string').join(' ')
  return {
    ShipToAddress2: String(company ?? person),
    ShipToStreet: String(street ?? ''),
    ShipToZipCode: String(zipcode ?? ''),
    ShipToCity: String(city ?? ''),
    ShipToCountry: String(country ?? ''),
  }
}
