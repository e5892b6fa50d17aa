/** The consumer groups of the connector, by the flow that each belongs to. */
export const consumerGroups = {
  availability: 'connector: shop availability',
  intake: 'connector: order intake',
  batch: 'connector: ERP batch',
} as const
