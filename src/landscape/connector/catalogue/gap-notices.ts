import type { ConnectorClients } from '../clients.ts'
import { tellSubscribers } from '../subscribers.ts'
import type { Publication } from './publication.ts'

/** Says of products that are not published which fields they lack and why, to everybody who has subscribed to that. */
export type ReportGaps = (clients: ConnectorClients, withheld: readonly Publication[]) => Promise<void>

/** One notice for each product; the same lack of the same version of a product is told once. */
export const reportGaps: ReportGaps = async (clients, withheld) => {
  for (const { productNumber, record, gaps } of withheld) {
    const lacks = gaps.map(({ field, reason }) => `${field}: ${reason}`)
    await tellSubscribers(clients, {
      event: 'product.not-published',
      key: [productNumber, record.sourceUpdatedAt, ...lacks].join(' '),
      subject: `Product ${productNumber} is not published`,
      text: [`Product ${productNumber} is not published.`, ...lacks].join('\n'),
    })
  }
}
