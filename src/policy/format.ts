import type { WrittenTreatment } from '../core/treatment/settings.ts'
import type { OnInvalid } from '../core/treatment/treatment.ts'

/*
 * What policy.yaml may hold. These types, with those of core/treatment/settings.ts, are the source of
 * schemas/policy.schema.json: after a change, run `npm run schemas`.
 */

/** What becomes of every column and document path of a landscape. What it does not name is refused. */
export interface PolicyFile {
  /** The version of this format. */
  version: 1
  /** The people and companies that the data is about, by names of your choice; treatments use them. */
  identities?: Record<string, IdentityDeclaration>
  /**
   * Sets of columns (`system.table.column`) that hold the same business key in several systems: they have to be treated
   * alike, and what is made of a value is then the same in all of them.
   */
  links?: string[][]
  /** What becomes of a value that a strategy cannot handle, unless the treatment says it: `replace`, `null` or `fail`. */
  onInvalid?: OnInvalid
  /**
   * By table or collection: `system.table`, `system.schema.table`, `system.*`. What becomes of each column or path, or the
   * word `keep` for all of them, those that come later among them.
   */
  columns: Record<string, KeepAll | TableDeclaration>
}

/** The whole table is copied as it is. */
export type KeepAll = 'keep'

/** By column, or by path: `address.city`, `phones[].number`, `values.*[].data`; `*` alone for everything not named. */
export type TableDeclaration = Record<string, WrittenTreatment>

/** A kind of person or company, known by the same key in several systems. */
export interface IdentityDeclaration {
  /** Its home: the column (`system.table.column`) in which each of them has one row and its key. */
  number: string
  /** The locale of its personas; `en` when nothing is said. */
  locale?: LocaleName | LocaleDeclaration
  /**
   * By table (`system.table`): where the key is, if the table has no column that is treated as `{ IDENTITY: number }`.
   * Either a column's name, or a column and where it leads to.
   */
  keys?: Record<string, string | KeyDeclaration>
}

/** The locale is different from one to the other. */
export interface LocaleDeclaration {
  /** The column of the home table that says it: a country (`DE`), or a locale (`de-AT`). */
  from: string
  /** Where the column says nothing that is known; `en` when nothing is said. */
  default?: LocaleName
}

/** The locales that personas are made for. */
export type LocaleName = 'de' | 'de-AT' | 'pl' | 'it' | 'ru' | 'en-GB' | 'en'

/** The table refers to a row of another table, which knows the key. */
export interface KeyDeclaration {
  /** The column of this table. */
  column: string
  /** The column (`system.table.column`) that it refers to; that table's own key is used. */
  through?: string
}
