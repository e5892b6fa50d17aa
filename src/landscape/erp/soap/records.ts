import { type Elements, listOf, needed, optional } from './message.ts'

/* The records of the service layer as messages: the same names, and the same values behind them. */

export const item: Elements = {
  ItemCode: needed('text'),
  ItemName: needed('text'),
  BarCode: optional('text'),
  ItemsGroupCode: optional('text'),
  InventoryUOM: needed('text'),
  Valid: needed('text'),
  UpdateDate: needed('moment'),
  ItemPrices: needed(
    listOf('ItemPrice', { PriceList: needed('whole'), Price: needed('decimal'), Currency: needed('text') }),
  ),
  ItemWarehouseInfoCollection: needed(
    listOf('ItemWarehouseInfo', {
      WarehouseCode: needed('text'),
      InStock: needed('whole'),
      Committed: needed('whole'),
      Ordered: needed('whole'),
    }),
  ),
}

export const businessPartner: Elements = {
  CardCode: needed('text'),
  CardName: needed('text'),
  CardType: needed('text'),
  FederalTaxID: optional('text'),
  EmailAddress: optional('text'),
  Phone1: optional('text'),
  CreditLimit: needed('decimal'),
  PriceListNum: optional('whole'),
  Country: optional('text'),
  GroupCode: optional('text'),
  LanguageCode: optional('text'),
  Valid: needed('text'),
  BPAddresses: needed(
    listOf('BPAddress', {
      AddressName: needed('text'),
      AddressName2: optional('text'),
      AddressType: needed('text'),
      Street: optional('text'),
      ZipCode: optional('text'),
      City: optional('text'),
      Country: needed('text'),
    }),
  ),
}

const address: Elements = {
  ShipToAddress2: optional('text'),
  ShipToStreet: optional('text'),
  ShipToZipCode: optional('text'),
  ShipToCity: optional('text'),
  ShipToCountry: optional('text'),
}

const line: Elements = {
  ItemCode: needed('text'),
  WarehouseCode: needed('text'),
  Quantity: needed('whole'),
  UnitPrice: optional('decimal'),
  LineTotal: optional('decimal'),
}

const head: Elements = {
  CardCode: needed('text'),
  NumAtCard: optional('text'),
  DocCurrency: optional('text'),
  Comments: optional('text'),
  U_CorrelationId: optional('text'),
  AddressExtension: optional({ elements: address }),
}

/** What is handed over to be entered. */
export const newOrder: Elements = {
  ...head,
  DocumentAdditionalExpenses: optional(
    listOf('DocumentAdditionalExpense', { ExpenseCode: optional('whole'), LineTotal: needed('decimal') }),
  ),
  DocumentLines: needed(listOf('DocumentLine', line)),
}

export const enteredOrder: Elements = {
  DocEntry: needed('whole'),
  DocNum: needed('whole'),
  DocDate: needed('moment'),
  DocumentStatus: needed('text'),
  Confirmed: needed('text'),
  DocTotal: needed('decimal'),
  ...head,
  DocumentLines: needed(listOf('DocumentLine', { LineNum: needed('whole'), ...line })),
}
