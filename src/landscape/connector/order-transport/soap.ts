import type { ConnectorClients } from '../clients.ts'
import { callErpBySoap } from '../erp-soap.ts'
import type { EnterOrder, ErpOrder } from './erp-order.ts'
import { traced } from './traced.ts'

/** By SOAP: `AddOrder` of the ERP's WSDL. */
export function enterBySoap({ erpSoap }: Pick<ConnectorClients, 'erpSoap'>): EnterOrder {
  return async (order) => {
    await callErpBySoap(erpSoap, 'AddOrder', { Order: soapMessage(order) }, traced(order))
  }
}

/** The elements in the order of the WSDL, lists as elements that hold others. */
export function soapMessage({ DocumentAdditionalExpenses: expenses, DocumentLines: lines, ...head }: ErpOrder): object {
  const { CardCode, NumAtCard, DocCurrency, Comments, U_CorrelationId, AddressExtension } = head
  return {
    CardCode,
    NumAtCard,
    DocCurrency,
    ...(Comments !== undefined && { Comments }),
    ...(U_CorrelationId !== undefined && { U_CorrelationId }),
    ...(AddressExtension && { AddressExtension }),
    ...(expenses && { DocumentAdditionalExpenses: { DocumentAdditionalExpense: expenses } }),
    DocumentLines: {
      DocumentLine: lines.map(({ ItemCode, WarehouseCode, Quantity, UnitPrice, LineTotal }) => ({
        ItemCode,
        WarehouseCode,
        Quantity,
        UnitPrice,
        ...(LineTotal !== undefined && { LineTotal }),
      })),
    },
  }
}
