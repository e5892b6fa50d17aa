import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { ConnectorClients } from './clients.ts'
import { erpPages } from './erp-pages.ts'
import { tellSubscribers } from './subscribers.ts'

/** Units that can be ordered of one article at one place: as they should be, and as the shop shows them. */
export interface StockPair {
  sku: string
  location: string
  expected: number
  shown: number
}

/** Of everything that was compared, what does not agree. */
export type FindDrift = (pairs: readonly StockPair[]) => StockPair[]

/** In both directions: units that cannot be ordered although they are there, and the other way round. */
export const findDrift: FindDrift = (pairs) => pairs.filter(({ expected, shown }) => expected !== shown)

/**
 * Compares what the ERP has, less what the OMS holds, with what the shop shows, files the differences with the OMS and
 * tells whoever subscribed to `stock-drift`. What a second look does not confirm was only on its way.
 */
export async function reportDrift(clients: ConnectorClients, find: FindDrift, now: Instant): Promise<void> {
  const suspected = find(await comparedStock(clients))
  if (suspected.length === 0) return
  const again = find(await comparedStock(clients))
  const drifts = again.filter((pair) => suspected.some((earlier) => sameDrift(earlier, pair)))
  if (drifts.length === 0) return
  await clients.oms('POST', '/stock-drifts', { body: { items: drifts } })
  await tellSubscribers(clients, {
    event: 'stock-drift',
    key: new Date(now).toISOString(),
    subject: `Stock drift: ${drifts.length}`,
    text: drifts.map(sentence).join('\n'),
  })
}

async function comparedStock(clients: ConnectorClients): Promise<StockPair[]> {
  const [onHand, held, shown] = await Promise.all([erpStock(clients), omsHolds(clients), shopStock(clients)])
  const places = new Set([...onHand.keys(), ...shown.keys()])
  return [...places].sort().map((place) => {
    const [sku = '', location = ''] = place.split('\n')
    const expected = (onHand.get(place) ?? 0) - (held.get(place) ?? 0)
    return { sku, location, expected, shown: shown.get(place) ?? 0 }
  })
}

async function erpStock({ erp }: ConnectorClients): Promise<Map<string, number>> {
  const units = new Map<string, number>()
  for await (const page of erpPages(erp, 'Items?$select=ItemCode,ItemWarehouseInfoCollection')) {
    for (const { ItemCode, ItemWarehouseInfoCollection } of page) {
      for (const { WarehouseCode, InStock } of ItemWarehouseInfoCollection as JsonObject[])
        units.set(`${ItemCode}\n${WarehouseCode}`, Number(InStock))
    }
  }
  return units
}

async function omsHolds({ oms }: ConnectorClients): Promise<Map<string, number>> {
  const { body } = await oms('GET', '/availability')
  return new Map((body.items as JsonObject[]).map((item) => [`${item.sku}\n${item.location}`, Number(item.held)]))
}

const pageSize = 500

async function shopStock({ shop }: ConnectorClients): Promise<Map<string, number>> {
  const units = new Map<string, number>()
  for (let page = 1; ; page++) {
    const { body } = await shop('POST', '/api/search/product-warehouse', { body: { page, limit: pageSize } })
    const rows = body.data as JsonObject[]
    for (const row of rows) units.set(`${row.productNumber}\n${row.warehouseCode}`, Number(row.available))
    if (rows.length < pageSize) return units
  }
}

function sameDrift(one: StockPair, other: StockPair): boolean {
  return (
    one.sku === other.sku &&
    one.location === other.location &&
    one.expected - one.shown === other.expected - other.shown
  )
}

function sentence({ sku, location, expected, shown }: StockPair): string {
  const amount = shown - expected
  return `${sku} in ${location}: ${expected} can be delivered, the shop shows ${shown} (${amount > 0 ? '+' : ''}${amount})`
}
