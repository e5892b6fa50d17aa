import { latin, names } from '../../fixtures/omnichannel/generator/names.ts'
import { readRows } from '../fixtures/omnichannel.ts'

/** Something that the shipped pack says of a person, and that may be nowhere in a clone. */
export interface Mention {
  kind: 'e-mail' | 'phone' | 'iban' | 'tax number' | 'street' | 'name' | 'company' | 'user name'
  value: string
}

const files = [
  'erp/address.csv erp/business_partner.csv erp/contact.csv erp/delivery.csv erp/invoice.csv erp/payment.csv erp/sales_order.csv',
  'erp/sales_person.csv erp/stock_movement.csv erp/warehouse.csv oms/location.csv oms/sales_order.csv oms/shipment.csv oms/sync_log.csv',
  'pim/media_file.jsonl pim/product.jsonl pim/user.jsonl shop/customer.csv shop/customer_address.csv shop/newsletter_recipient.csv',
  'shop/order.csv shop/order_delivery.csv shop/outbox.csv shop/product_review.csv',
].flatMap((line) => line.split(' '))

/**
 * Everybody in the pack: whole columns of numbers, streets and companies, and of all texts the e-mail addresses, telephone
 * numbers and names, wherever they stand. First names alone are no mention: personas have the same.
 */
export async function packPeople(): Promise<readonly Mention[]> {
  const texts = await Promise.all(files.map(async (file) => JSON.stringify(await readRows(file))))
  const all = texts.join('\n').replaceAll('%40', '@').replaceAll('%20', ' ')
  const shops = new Set(await column('erp/warehouse.csv', 'street'))
  const streets = [
    ...(await column('erp/address.csv', 'street')),
    ...(await column('shop/customer_address.csv', 'street')),
  ]
  const found: Record<Mention['kind'], Iterable<string>> = {
    'e-mail': all.match(/[\w.%+-]+@[\w.-]+\.\w+/g) ?? [],
    phone: all.match(/\+\d{9,15}/g) ?? [],
    iban: [...(await column('erp/business_partner.csv', 'iban')), ...(await column('erp/payment.csv', 'payer_iban'))],
    'tax number': [
      ...(await column('erp/business_partner.csv', 'vat_id')),
      ...(await column('erp/business_partner.csv', 'tax_no')),
    ],
    street: streets.filter((street) => !shops.has(street)),
    name: namesIn(all),
    company: await column('shop/customer.csv', 'company'),
    'user name': await column('pim/user.jsonl', 'username'),
  }
  return Object.entries(found).flatMap(([kind, values]) =>
    [...new Set(values)].map((value) => ({ kind: kind as Mention['kind'], value })),
  )
}

async function column(file: string, name: string): Promise<string[]> {
  return (await readRows(file)).flatMap((row) => (typeof row[name] === 'string' && row[name] !== '' ? [row[name]] : []))
}

/** Surnames, also as file names and user names spell them. */
function* namesIn(text: string): Generator<string> {
  const lower = text.toLowerCase()
  for (const { last } of Object.values(names))
    for (const name of [...last.female, ...last.male])
      for (const spelled of [name, latin(name)]) if (lower.includes(spelled.toLowerCase())) yield spelled
}

/** The mentions that a text holds, in whatever case. */
export function mentionFinder(mentions: readonly Mention[]): (text: string) => string[] {
  const longestFirst = mentions.toSorted((one, other) => other.value.length - one.value.length)
  const patterns = longestFirst.map(({ value }) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const anyOf = new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|')})(?!\\p{N}|\\p{L}{3})`, 'giu')
  return (text) => [...new Set(text.match(anyOf) ?? [])]
}
