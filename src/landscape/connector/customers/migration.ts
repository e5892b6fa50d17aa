import type { JsonObject } from '../../../core/json.ts'
import type { Message } from '../../../core/message-log.ts'
import type { ApiClient } from '../../http-client.ts'
import type { ConnectorClients } from '../clients.ts'
import { erpPages } from '../erp-pages.ts'
import { type PriceModules, shopPrice } from '../prices/shop-price.ts'
import type { MoveCustomers } from './move-customers.ts'
import { shopNumber } from './shop-customer.ts'

/** The parts of the migration that have faulty twins. */
export interface MigrationModules extends PriceModules {
  moveCustomers: MoveCustomers
}

/** Moves the groups of customers that messages ask for: `{ type: 'customer.migration', group }`. Twice is once. */
export async function migrateCustomers(
  clients: ConnectorClients,
  messages: readonly Message[],
  modules: MigrationModules,
): Promise<void> {
  for (const { value } of messages) {
    const { type, group } = value as JsonObject
    if (type !== 'customer.migration') continue
    if (typeof group !== 'string' || group === '') throw new Error('group must be a text')
    await migrateGroup(clients, group, modules)
  }
}

/** Page by page: the customers with their addresses, then what refers to them. */
async function migrateGroup(clients: ConnectorClients, group: string, modules: MigrationModules): Promise<void> {
  const filter = encodeURIComponent(`GroupCode eq ${quoted(group)}`)
  for await (const partners of erpPages(clients.erp, `BusinessPartners?$filter=${filter}`)) {
    const codes = (await modules.moveCustomers(clients, partners)).map(({ CardCode }) => String(CardCode))
    if (codes.length === 0) continue
    await moveConditions(clients, codes, modules)
    await moveHistory(clients, codes)
  }
}

async function moveConditions(
  { erp, shop }: ConnectorClients,
  codes: readonly string[],
  modules: PriceModules,
): Promise<void> {
  for await (const page of pagesOf(erp, 'SpecialPrices', codes)) {
    const payload = page.map((condition) => shopPrice(condition, modules))
    if (payload.length === 0) continue
    await shop('POST', '/api/_action/sync', {
      body: { conditions: { entity: 'product_price', action: 'upsert', payload } },
    })
  }
}

/** Past orders. One that did not come from a shop has no number there, and gets one that says where it is from. */
async function moveHistory({ erp, shop }: ConnectorClients, codes: readonly string[]): Promise<void> {
  for await (const page of pagesOf(erp, 'Orders', codes)) {
    const payload = page.map((order) => ({
      orderNumber: order.NumAtCard ?? `ERP-${String(order.DocNum)}`,
      customerNumber: shopNumber(String(order.CardCode)),
      amountTotal: order.DocTotal,
      currency: order.DocCurrency ?? 'EUR',
      orderDateTime: order.DocDate,
      lineItems: (order.DocumentLines as JsonObject[]).map((line) => ({
        productNumber: line.ItemCode,
        quantity: line.Quantity,
        unitPrice: line.UnitPrice,
        totalPrice: line.LineTotal,
      })),
    }))
    if (payload.length === 0) continue
    await shop('POST', '/api/_action/sync', { body: { orders: { entity: 'order', action: 'upsert', payload } } })
  }
}

/** The records of these customers, who are in the ERP's order: asked for as one range, of which others are left out. */
async function* pagesOf(erp: ApiClient, set: string, codes: readonly string[]): AsyncGenerator<JsonObject[]> {
  const wanted = new Set(codes)
  const filter = `CardCode ge ${quoted(codes[0])} and CardCode le ${quoted(codes.at(-1))}`
  for await (const page of erpPages(erp, `${set}?$filter=${encodeURIComponent(filter)}`))
    yield page.filter(({ CardCode }) => wanted.has(String(CardCode)))
}

function quoted(text = ''): string {
  return `'${text.replaceAll("'", "''")}'`
}
