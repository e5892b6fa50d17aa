import type { JsonObject } from '../../../core/json.ts'
import type { ConnectorClients } from '../clients.ts'
import type { EnterOrder } from './erp-order.ts'
import type { WriteOrderFile } from './order-file.ts'
import { traced } from './traced.ts'

/** As a file that is dropped at the ERP's exchange, one for each order. What the report refuses is refused here. */
export function enterByFile({ erpFiles }: Pick<ConnectorClients, 'erpFiles'>, write: WriteOrderFile): EnterOrder {
  return async (order) => {
    const content = { type: 'text/csv; charset=utf-8', text: await write(order) }
    const { body } = await erpFiles('POST', '/orders', { content, ...traced(order) })
    const [first] = body.refused as JsonObject[]
    if (first === undefined) return
    const place = [`line ${first.line}`, ...(typeof first.column === 'string' ? [first.column] : [])].join(', ')
    throw new Error('the ERP refused the file of an order', { cause: `${place}: ${String(first.reason)}` })
  }
}
