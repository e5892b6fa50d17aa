/** An index of one collection. */
export interface CollectionIndex {
  collection: string
  keys: Readonly<Record<string, 1 | -1>>
  unique?: boolean
}

/** The indexes that the PIM's collections have. */
export const pimIndexes: readonly CollectionIndex[] = [
  { collection: 'product', keys: { identifier: 1 }, unique: true },
  { collection: 'product', keys: { uuid: 1 }, unique: true },
  { collection: 'product', keys: { family: 1 } },
  { collection: 'product', keys: { updated: 1, identifier: 1 } },
  { collection: 'family', keys: { code: 1 }, unique: true },
  { collection: 'attribute', keys: { code: 1 }, unique: true },
  { collection: 'category', keys: { code: 1 }, unique: true },
  { collection: 'channel', keys: { code: 1 }, unique: true },
  { collection: 'locale', keys: { code: 1 }, unique: true },
  { collection: 'media_file', keys: { code: 1 }, unique: true },
  { collection: 'user', keys: { username: 1 }, unique: true },
]
