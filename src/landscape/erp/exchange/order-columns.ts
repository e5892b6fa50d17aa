import type { Json } from '../../../core/json.ts'
import { readAmount } from './amount.ts'

/** What a column of an order file holds. */
export interface OrderColumn {
  /** The same in every line of an order, or said for each line. */
  of: 'order' | 'line'
  needed: boolean
  /** The value as the service layer takes it; nothing when the text is none. */
  read(text: string): Json | undefined
  /** What the text must be, for reports. */
  must: string
}

const text = { read: (value: string) => value, must: 'be a text' }
const amount = { read: readAmount, must: 'be an amount with a decimal point' }
const units = {
  read: (value: string) => (/^[1-9]\d{0,5}$/.test(value) ? Number(value) : undefined),
  must: 'be a whole number above zero',
}
const country = {
  read: (value: string) => (/^[A-Z]{2}$/.test(value) ? value : undefined),
  must: 'be two capital letters',
}

/** One line of the file is one line of an order; what concerns the order stands in each of its lines. */
export const orderColumns = {
  NumAtCard: { of: 'order', needed: true, ...text },
  CardCode: { of: 'order', needed: true, ...text },
  DocCurrency: { of: 'order', needed: false, ...text },
  Freight: { of: 'order', needed: false, ...amount },
  Comments: { of: 'order', needed: false, ...text },
  U_CorrelationId: { of: 'order', needed: false, ...text },
  ShipToAddress2: { of: 'order', needed: false, ...text },
  ShipToStreet: { of: 'order', needed: false, ...text },
  ShipToZipCode: { of: 'order', needed: false, ...text },
  ShipToCity: { of: 'order', needed: false, ...text },
  ShipToCountry: { of: 'order', needed: false, ...country },
  ItemCode: { of: 'line', needed: true, ...text },
  WarehouseCode: { of: 'line', needed: true, ...text },
  Quantity: { of: 'line', needed: true, ...units },
  UnitPrice: { of: 'line', needed: true, ...amount },
  LineTotal: { of: 'line', needed: false, ...amount },
} as const satisfies Record<string, OrderColumn>

export type OrderColumnName = keyof typeof orderColumns
