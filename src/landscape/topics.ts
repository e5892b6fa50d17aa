/** The topics of the landscape. Messages of one key keep their order. */
export const topics = {
  orders: { partitions: 4, key: 'order number' },
  stock: { partitions: 4, key: 'article' },
  'order-changes': { partitions: 4, key: 'order number' },
  prices: { partitions: 4, key: 'article' },
  'order-status': { partitions: 4, key: 'order number' },
  'goods-movements': { partitions: 4, key: 'order number, else the reference' },
  customers: { partitions: 4, key: 'customer group' },
  'dead-letters': { partitions: 1, key: 'that of the message' },
} as const satisfies Record<string, { partitions: number; key: string }>
