import type { KeyedFunction } from '../core/keyed/keyed-function.ts'
import type { ColumnType, ValueKind } from '../core/rows/column-type.ts'
import type { RowView } from '../core/rows/row-view.ts'
import type { ColumnTransform } from '../core/rows/table-transform.ts'
import type { OnInvalid, Treatment } from '../core/treatment/treatment.ts'

/** One way to replace a value: a row of the table of strategies. */
export interface StrategyDefinition {
  /** Whether distinct values stay distinct, by construction. */
  keepsUnique(settings: unknown, column: ColumnType): boolean
  /** The kinds of columns that it can be used on; `all` where it does not matter. */
  fits: readonly ValueKind[] | 'all'
  /** Treatments within these settings, each with what becomes of what it cannot handle. */
  within?(settings: unknown, onInvalid: OnInvalid): readonly Treatment[]
  /** Loads what `check` and `build` need to have at hand; may be called several times. */
  load?(settings: unknown): Promise<void>
  /** What is wrong with these settings on this column, each as one sentence; found before the first row is read. */
  check?(settings: unknown, context: BuildContext): readonly string[]
  /** What has to be known of the source's values before anything is built. */
  prepare?(settings: unknown, context: BuildContext): readonly Preparation[]
  build(settings: unknown, context: BuildContext): ColumnTransform | undefined
}

/** What a strategy knows of the column that it is built for. */
export interface ColumnContext {
  /** `erp.business_partner.email`, for messages. */
  place: string
  column: ColumnType
  nullable: boolean
  /** Where the column is in the source. */
  source: SourceColumn
  /** The number of another column of the same table, to be used with a RowView. */
  field(name: string): { number: number; type: ColumnType } | undefined
  /** Derived for the policy's key; strategies derive from it again with a label of their own. */
  keyed: KeyedFunction
  /** The identity of this name as it stands in the row that is worked on. */
  identity(name: string): RowIdentity | undefined
  /** The names of all identities that stand in this table's rows. */
  identities: readonly string[]
  /** All columns of all systems that the policy treats as one of these attributes of a persona. */
  columnsOf(attributes: readonly string[]): readonly PersonaColumn[]
  /** Functions of users' modules by `module#name`, loaded before anything is built. */
  functions: ReadonlyMap<string, (value: unknown, about: { column: string }) => unknown>
  /** Results of all preparations, by their keys. */
  prepared: ReadonlyMap<string, unknown>
  /** Counts a value that could not be handled; throws where the policy says so. */
  invalid(reason: string): void
}

/** A column with one treatment; made by `transform/treatments.ts`. */
export interface BuildContext extends ColumnContext {
  onInvalid: OnInvalid
  /** The transform of a treatment within this one (an element, a path of JSON, a branch). */
  nested(treatment: Treatment, column: ColumnType): ColumnTransform | undefined
  /** What is wrong with a treatment within this one. */
  checkNested(treatment: Treatment, column: ColumnType): readonly string[]
  /** What a treatment within this one has to know before it is built. */
  prepareNested(treatment: Treatment, column: ColumnType): readonly Preparation[]
}

/** A look at the source's values before the first row is transferred. */
export interface Preparation {
  /** Preparations with the same key give the same result: one of them is enough. */
  key: string
  scans: readonly Scan[]
  /** Is asked for once, after all scans, and then stands in `ColumnContext.prepared` under the key. */
  result(): unknown
}

/** The columns of one table that `TransferSource.scan` is to walk through. Rows may come in any order. */
export interface Scan {
  system: string
  /** `TableSchema.name` */
  table: string
  columns: readonly string[]
  /** Fields are numbered as the columns are listed. */
  visit(row: RowView): void
}

export interface SourceColumn {
  system: string
  /** `TableSchema.name` */
  table: string
  /** `ColumnSchema.name` */
  column: string
}

export interface PersonaColumn extends SourceColumn {
  identity: string
  attribute: string
}

/** Who the current row is about. Set by `TableTransform.beginRow`; one object for all rows. */
export interface RowIdentity {
  /** 128 bits that stand for the identity, the same in every system. */
  readonly words: Int32Array
  /** The business key in three words (`identities/identity-code.ts`): distinct for distinct keys. Valid where `present`. */
  readonly code: Int32Array
  /** False where the row's key is NULL or missing; `words` then stand for nothing. */
  present: boolean
  /** The persona's locale, as a number in the list of locales. */
  locale: number
  /** A number from 0 on, another one for the next row: what was made for a row holds as long as it is the same. */
  row: number
}
