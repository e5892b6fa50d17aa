import type { ColumnType } from '../core/rows/column-type.ts'
import type { DocumentPath } from '../core/rows/table-transform.ts'
import type { StoreSchema, TableSchema } from '../core/transfer/store-schema.ts'
import type { Treatment } from '../core/treatment/treatment.ts'
import type { Identity } from './policy.ts'

/** What becomes of everything in the stores: the policy, matched with what they hold and found to be possible. */
export interface TreatmentPlan {
  /** Of the policy. */
  hash: string
  /** By system, then by the table's name. */
  systems: ReadonlyMap<string, ReadonlyMap<string, TablePlan>>
  identities: ReadonlyMap<string, IdentityPlan>
  /** What has to be read before the first row can be treated, in this order. */
  scans: readonly Scan[]
}

export interface TablePlan {
  system: string
  kind: StoreSchema['kind']
  table: TableSchema
  /** By number: a table's columns, in its order; a collection's patterns for paths, the most specific first. */
  fields: readonly FieldPlan[]
  /** By the identity's name: where its key is in the rows. All that the treatments of the table need. */
  identities: ReadonlyMap<string, IdentityBinding>
  /** Identities that treatments need and the rows do not tell, which is a problem of its own. */
  keyless: ReadonlySet<string>
}

export interface FieldPlan {
  /** A column's name, or a pattern for paths. */
  name: string
  /** Of a collection. */
  covers?: DocumentPath['covers']
  type: ColumnType
  nullable: boolean
  treatment: Treatment
}

/** Where the rows of a table hold the key of an identity. */
export interface IdentityBinding {
  identity: string
  /** The column or path, which may be none of the fields of a collection. */
  column: string
  type: ColumnType
  /** Another column that holds such a key, where the policy does not say which one counts. */
  alsoIn?: string
  /** The register that leads from the column's value to the identity, by its name (`Scan.register`). */
  through?: string
  /** The column that says the locale; there in the home table only. Other tables ask the register of locales. */
  locale?: string
}

export interface IdentityPlan {
  identity: Identity
  home: { system: string; table: TableSchema; column: string }
  /** The register of locales, by its name, where the locale is not the same for all. */
  locales?: string
}

/** A walk through all rows of some columns of a table. */
export interface Scan {
  /** `locales customer`, `through shop.customer.id` */
  register: string
  identity: string
  system: string
  /** The table that is named, and its partitions: those that hold rows of their own. */
  tables: readonly string[]
  /** For locales: the key, the locale. For others: what refers to the identity; the identity's key. */
  columns: readonly [string, string]
  types: readonly [ColumnType, ColumnType]
  kind: 'locales' | 'through'
  /** The register that leads from the second column to the identity, which is then no key itself. Is filled before. */
  through?: string
}
