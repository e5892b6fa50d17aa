import type { ConnectorClients } from '../clients.ts'
import { enterByFile } from './csv.ts'
import type { EnterOrder } from './erp-order.ts'
import type { WriteOrderFile } from './order-file.ts'
import { enterByRest } from './rest.ts'
import { enterBySoap } from './soap.ts'

export const transportNames = ['rest', 'soap', 'csv'] as const

export type TransportName = (typeof transportNames)[number]

/** The way that orders take into the ERP. It can be changed while the connector runs, and holds from the next order on. */
export interface OrderTransport {
  enter: EnterOrder
  current(): TransportName
  use(name: TransportName): void
}

export function orderTransport(clients: ConnectorClients, write: WriteOrderFile): OrderTransport {
  const ways: Readonly<Record<TransportName, EnterOrder>> = {
    rest: enterByRest(clients),
    soap: enterBySoap(clients),
    csv: enterByFile(clients, write),
  }
  let current: TransportName = 'rest'
  return {
    enter: (order) => ways[current](order),
    current: () => current,
    use(name) {
      current = name
    },
  }
}
