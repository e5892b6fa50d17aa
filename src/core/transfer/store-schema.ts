import type { ColumnType } from '../rows/column-type.ts'

/** What a store holds, as far as a transfer and a policy have to know it. */
export interface StoreSchema {
  kind: 'postgres' | 'mongodb'
  tables: readonly TableSchema[]
  /** What is there and cannot be carried, for a person to read. */
  uncarried: readonly Uncarried[]
}

export interface Uncarried {
  /** `large objects`, `foreign server`, `role`, … */
  kind: string
  /** `public.contract_scan`, … */
  name: string
}

export interface TableSchema {
  /** `customer`; `sales.customer` outside of the schema `public`. Names are not quoted. A collection's name. */
  name: string
  /** Everything that is carried, in order. Columns that the server generates from others are left out. */
  columns: readonly ColumnSchema[]
  /** Names of columns that the server computes from others. */
  generated: readonly string[]
  /** Sets of columns whose values are unique together: keys, constraints, indexes, also partial and over expressions. */
  unique: readonly (readonly string[])[]
  references: readonly Reference[]
  /** An estimate. */
  rows: number
  /** On disk. */
  bytes: number
  /** Why it holds no rows of its own that would be carried: `partitioned`. */
  holdsNoRows?: string
  /** The table that it is a partition of, or inherits from: what the policy says of that one holds for it, too. */
  partOf?: string
}

export interface ColumnSchema {
  /** A column's name, or a path: `address.city`, `phones[].number`. */
  name: string
  type: ColumnType
  nullable: boolean
}

export interface Reference {
  columns: readonly string[]
  table: string
  referenced: readonly string[]
}
