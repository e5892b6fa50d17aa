/** A row of a table was changed. Values as PostgreSQL writes them as text. */
export interface RowChange {
  table: string
  /** Created, updated or deleted. */
  op: 'c' | 'u' | 'd'
  /** The key of a row that was deleted, as far as the table tells it. */
  before: Readonly<Record<string, string | null>> | null
  after: Readonly<Record<string, string | null>> | null
  /** Where it stands among the changes of its database: equal for the same change, however often it is read. */
  position: string
}

/** The changes of some tables, in the order of their commits. */
export interface RowChanges {
  /** `logical` or `outbox`. */
  readonly way: 'logical' | 'outbox'
  /**
   * Hands over what has changed since the last time. It is handed over again when `publish` throws, or when this process
   * ends before it is remembered: at least once.
   */
  drain(publish: (changes: readonly RowChange[]) => Promise<void>): Promise<number>
  /** Leaves nothing of it in the database. */
  close(): Promise<void>
}
