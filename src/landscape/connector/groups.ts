/** The consumer groups of the connector, by the flow that each belongs to. */
export const consumerGroups = {
  availability: 'connector: shop availability',
  intake: 'connector: order intake',
  batch: 'connector: ERP batch',
  status: 'connector: order status',
  prices: 'connector: price changes for shop',
  notices: 'connector: order notices',
  changes: 'connector: order changes',
  customers: 'connector: customer migration',
  goods: 'connector: goods movements',
} as const
