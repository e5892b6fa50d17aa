import type { JsonObject } from '../../core/json.ts'
import type { Message } from '../../core/message-log.ts'
import type { ConnectorClients } from '../connector/clients.ts'
import { type ExportOrders, exportOrders } from '../connector/order-export.ts'

/**
 * The faulty twin of `exportOrders`: a message about an order that the ERP has already is taken for a second order,
 * and entered under a number of its own. It is seen only when a message comes twice.
 */
export const insertEveryTime: ExportOrders = async (clients, messages, enter) => {
  for (const message of messages) {
    const known = await findOrder(clients, message)
    if (known === undefined) await exportOrders(clients, [message], enter)
    else await enterAgain(clients, known)
  }
}

async function findOrder({ erp }: ConnectorClients, { value }: Message): Promise<JsonObject | undefined> {
  const orderNumber = String((value as JsonObject).orderNumber).replaceAll("'", "''")
  const { body } = await erp('GET', `/Orders?$filter=${encodeURIComponent(`NumAtCard eq '${orderNumber}'`)}`)
  return (body.value as JsonObject[])[0]
}

async function enterAgain({ erp }: ConnectorClients, order: JsonObject): Promise<void> {
  const { CardCode, DocCurrency, DocumentLines, NumAtCard, U_CorrelationId } = order
  const body = { CardCode, DocCurrency, DocumentLines, U_CorrelationId, NumAtCard: `${String(NumAtCard)}-2` }
  await erp('POST', '/Orders', { body, accept: [400] })
}
