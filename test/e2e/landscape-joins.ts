import { MongoClient } from 'mongodb'
import type { EnvironmentStatus } from '../../src/app/requests.ts'
import { rowsOf, storeUrl } from './whole-content.ts'

/** Values of key columns, by `system.table.column`. */
export type Keys = Readonly<Record<string, readonly (string | null)[]>>

/** As they are, or as integrations compare them: without leading zeros, in small letters. */
export type Comparison = 'equal' | 'canonical'

const columns: Record<string, readonly string[]> = {
  erp: [
    'business_partner.card_code address.card_code contact.card_code sales_order.card_code sales_order.num_at_card',
    'invoice.card_code delivery.card_code delivery.tracking_number payment.card_code special_price.card_code sales_person.email',
  ],
  shop: [
    'customer.customer_number customer_address.customer_id customer.id order.order_number order.customer_id',
    "order.order_customer->>'customerNumber' outbox.payload#>>'{customer,customerNumber}'",
    'order_delivery.tracking_codes->>0 product_review.customer_id',
  ],
  oms: ['sales_order.customer_number sales_order.order_number shipment.order_number shipment.tracking_code'],
}

const erpNumber = 'erp.business_partner.card_code'
const shopNumber = 'shop.customer.customer_number'
const omsNumber = 'oms.sales_order.customer_number'

export const joins: readonly (readonly [one: string, other: string, comparison: Comparison])[] = [
  ...(['equal', 'canonical'] as const).flatMap((comparison) =>
    [
      [erpNumber, shopNumber],
      [erpNumber, omsNumber],
      [shopNumber, omsNumber],
      ['erp.sales_order.card_code', shopNumber],
      ['erp.sales_order.card_code', omsNumber],
      [erpNumber, "shop.order.order_customer->>'customerNumber'"],
      [erpNumber, "shop.outbox.payload#>>'{customer,customerNumber}'"],
    ].map(([one = '', other = '']) => [one, other, comparison] as const),
  ),
  ...['address', 'contact', 'sales_order', 'invoice', 'delivery', 'payment', 'special_price'].map(
    (table) => [erpNumber, `erp.${table}.card_code`, 'equal'] as const,
  ),
  ['erp.sales_order.num_at_card', 'shop.order.order_number', 'equal'],
  ['erp.sales_order.num_at_card', 'oms.sales_order.order_number', 'equal'],
  ['shop.order.order_number', 'oms.shipment.order_number', 'equal'],
  ['erp.delivery.tracking_number', 'oms.shipment.tracking_code', 'equal'],
  ['erp.delivery.tracking_number', 'shop.order_delivery.tracking_codes->>0', 'equal'],
  ['shop.customer.id', 'shop.customer_address.customer_id', 'equal'],
  ['shop.customer.id', 'shop.order.customer_id', 'equal'],
  ['shop.customer.id', 'shop.product_review.customer_id', 'equal'],
  ['erp.sales_person.email', 'pim.user.email', 'equal'],
  ['pim.product.user_data.createdBy', 'pim.user.username', 'equal'],
]

/** All key columns of the environment's stores. */
export async function keysOf(status: EnvironmentStatus | undefined): Promise<Keys> {
  const keys: Record<string, (string | null)[]> = {}
  for (const [system, lines] of Object.entries(columns))
    for (const name of lines.flatMap((line) => line.split(' '))) {
      const [table = '', column = ''] = name.split(/\.(.*)/s)
      const rows = await rowsOf(storeUrl(status, system), `select (${column})::text as key from "${table}"`)
      keys[`${system}.${name}`] = rows.map(({ key = null }) => key)
    }
  await using client = await MongoClient.connect(storeUrl(status, 'pim'))
  const pim = client.db('pim')
  const users = await pim.collection('user').find().toArray()
  const products = await pim.collection('product').find().toArray()
  keys['pim.user.email'] = users.map(({ email }) => email)
  keys['pim.user.username'] = users.map(({ username }) => username)
  keys['pim.product.user_data.createdBy'] = products.map(({ user_data }) => user_data?.createdBy ?? null)
  return keys
}

/** How many rows an inner join of two columns has. */
export function rowsInJoin(keys: Keys, one: string, other: string, comparison: Comparison): number {
  const counts = new Map<string, number>()
  for (const key of compared(keys[one], comparison)) counts.set(key, (counts.get(key) ?? 0) + 1)
  return compared(keys[other], comparison).reduce((rows, key) => rows + (counts.get(key) ?? 0), 0)
}

function compared(keys: Keys[string] = [], comparison: Comparison): string[] {
  const present = keys.filter((key) => key !== null)
  return comparison === 'equal' ? present : present.map((key) => key.replace(/^0+(?=.)/, '').toLowerCase())
}
