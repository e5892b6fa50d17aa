import type { LineAmount } from '../line-amounts.ts'

/** An order as it goes into the ERP, whichever way it takes: the service layer's names, amounts as decimal texts. */
export interface ErpOrder {
  CardCode: string
  NumAtCard: string
  DocCurrency: string
  Comments?: string
  U_CorrelationId?: string
  AddressExtension?: ErpAddress
  /** What the delivery costs. */
  DocumentAdditionalExpenses?: readonly { ExpenseCode: number; LineTotal: string }[]
  DocumentLines: readonly ErpOrderLine[]
}

export interface ErpAddress {
  ShipToAddress2: string
  ShipToStreet: string
  ShipToZipCode: string
  ShipToCity: string
  ShipToCountry: string
}

export interface ErpOrderLine extends LineAmount {
  ItemCode: string
  WarehouseCode: string
  Quantity: number
}

/**
 * Hands one order over to the ERP. Throws `system.unreachable` when that may be tried again, and with what the ERP said
 * when it refuses the order.
 */
export type EnterOrder = (order: ErpOrder) => Promise<void>
