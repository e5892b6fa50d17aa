import type { CallOptions } from '../../http-client.ts'
import type { ErpOrder } from './erp-order.ts'

/** The correlation id of an order, for the request that carries it. */
export function traced({ U_CorrelationId }: ErpOrder): Pick<CallOptions, 'correlationId'> {
  return U_CorrelationId === undefined ? {} : { correlationId: U_CorrelationId }
}
