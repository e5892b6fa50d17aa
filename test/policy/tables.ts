import type { ColumnType } from '../../src/core/rows/column-type.ts'
import type { ColumnSchema, StoreSchema, TableSchema } from '../../src/core/transfer/store-schema.ts'

export const text: ColumnType = { kind: 'text', name: 'text' }
export const integer: ColumnType = { kind: 'integer', name: 'integer', range: [-2147483648n, 2147483647n] }
const uuid: ColumnType = { kind: 'uuid', name: 'uuid' }
export const date: ColumnType = { kind: 'date', name: 'date' }

export function short(length: number): ColumnType {
  return { kind: 'text', name: `character varying(${length})`, maxLength: length }
}

/** `{ id: integer, 'email?': text }`: a name with `?` allows NULL. */
export function table(
  name: string,
  columns: Readonly<Record<string, ColumnType>>,
  more: Partial<TableSchema> = {},
): TableSchema {
  const list = Object.entries(columns).map(
    ([key, type]): ColumnSchema => ({ name: key.replace(/\?$/, ''), type, nullable: key.endsWith('?') }),
  )
  return { name, columns: list, generated: [], unique: [], references: [], rows: 0, bytes: 0, ...more }
}

export function store(kind: StoreSchema['kind'], ...tables: TableSchema[]): StoreSchema {
  return { kind, tables, uncarried: [] }
}

/** A part of the shipped landscape, as its stores describe themselves. */
export const landscape: ReadonlyMap<string, StoreSchema> = new Map([
  [
    'erp',
    store(
      'postgres',
      table(
        'business_partner',
        { card_code: text, card_name: text, 'email?': text, 'country?': text, 'free_text?': text },
        { unique: [['card_code']] },
      ),
      table(
        'contact',
        { cntct_code: integer, card_code: text, 'email?': text, 'birth_date?': date },
        {
          unique: [['cntct_code']],
          references: [{ columns: ['card_code'], table: 'business_partner', referenced: ['card_code'] }],
        },
      ),
      table('item', { item_code: text, item_name: text }, { unique: [['item_code']] }),
    ),
  ],
  [
    'shop',
    store(
      'postgres',
      table(
        'customer',
        { id: uuid, customer_number: text, email: text, has_account: text },
        { unique: [['id'], ['customer_number'], ['email', 'has_account']], generated: ['search_text'] },
      ),
      table(
        'customer_address',
        { id: uuid, customer_id: uuid, first_name: short(40), zipcode: short(10) },
        {
          unique: [['id']],
          references: [{ columns: ['customer_id'], table: 'customer', referenced: ['id'] }],
        },
      ),
      table('order', { id: uuid, 'customer_id?': uuid, 'comment?': text }, { unique: [['id']] }),
    ),
  ],
  [
    'pim',
    store(
      'mongodb',
      table(
        'product',
        {
          _id: text,
          identifier: text,
          'values.name[].data?': text,
          'values.name[].locale?': text,
          'values.weight[].data?': integer,
          'updated_by.name?': text,
          'updated_by.email?': text,
        },
        { unique: [['_id'], ['identifier']] },
      ),
    ),
  ],
])

/** Covers all of `landscape`. */
export const policyText = `version: 1
identities:
  customer:
    number: erp.business_partner.card_code
    locale: { from: country, default: de }
    keys:
      shop.customer_address: { column: customer_id, through: shop.customer.id }
      shop."order": { column: customer_id, through: shop.customer.id }
columns:
  erp.business_partner:
    card_code: { customer: number }
    card_name: { customer: company }
    email: { customer: email }
    country: keep
    free_text: redact
  erp.contact:
    cntct_code: keep
    card_code: { customer: number }
    email: { customer: email }
    birth_date: { shift: { within: 30d, identity: customer } }
  erp.item: keep
  shop.customer:
    id: keep
    customer_number: { customer: number }
    email: { customer: email }
    has_account: keep
  shop.customer_address:
    id: keep
    customer_id: keep
    first_name: { customer: firstName }
    zipcode: { customer: postcode, onInvalid: fail }
  shop."order":
    id: keep
    customer_id: keep
    comment: "null"
  pim.product:
    _id: keep
    identifier: keep
    values.*[].data: keep
    values.*[].locale: keep
    updated_by: redact
`
