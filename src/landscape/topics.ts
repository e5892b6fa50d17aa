/** The topics of the landscape. Messages of one key keep their order. */
export const topics = {
  orders: { partitions: 4, key: 'order number' },
  stock: { partitions: 4, key: 'article' },
} as const satisfies Record<string, { partitions: number; key: string }>
