import type { Place } from '../core/place.ts'
import type { OnInvalid, Treatment } from '../core/treatment/treatment.ts'

/** A policy.yaml that was read: well-formed, but not yet held against what the stores hold. */
export interface Policy {
  file: string
  identities: ReadonlyMap<string, Identity>
  /** Columns whose values are the same business key, set by set, beyond what the stores declare as references. */
  links: readonly (readonly ColumnName[])[]
  /** In the order of the file. */
  tables: readonly TableRules[]
  /** For treatments that say nothing themselves. */
  onInvalid: OnInvalid
  /** A digest of everything that the policy says, whatever its comments, its order and its layout. */
  hash: string
}

/** A name in the policy that is to be found in a store: `erp.business_partner.card_code`. */
export interface ColumnName {
  /** As it is written. */
  text: string
  system: string
  /** What follows the system's name, unquoted: table and column, or schema, table and column, or a path of keys. */
  parts: readonly string[]
  place: Place
}

/** `erp.business_partner`, `shop.sales."order"`, `erp.*`. */
export interface TableName {
  text: string
  system: string
  /** Unquoted, joined with dots as `TableSchema.name` is; `*` at the end stands for any table. */
  table: string
  place: Place
}

export interface Identity {
  name: string
  place: Place
  /** Where each identity has one row and its key. */
  home: ColumnName
  /** The column of the home table that says the locale, and the locale where it says nothing. */
  locale: { from?: { column: string; place: Place }; default: string; place: Place }
  keys: readonly IdentityKey[]
}

/** Where a table holds the key of an identity. */
export interface IdentityKey {
  table: TableName
  column: string
  /** Where `column` leads to, if it does not hold the key itself. */
  through?: ColumnName
  place: Place
}

export interface TableRules {
  name: TableName
  /** What becomes of everything in the table; there are no rules for columns then. */
  whole?: Treatment
  columns: readonly ColumnRule[]
}

export interface ColumnRule {
  /** A column's name, a path, or a pattern for paths, as it is written. */
  pattern: string
  place: Place
  treatment: Treatment
}
