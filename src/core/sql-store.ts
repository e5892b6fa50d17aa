/** A row by column names. Values as the driver's types give them: text, numbers, booleans, dates, parsed JSON, null. */
export type SqlRow = Record<string, unknown>

export interface SqlResult<Row extends SqlRow = SqlRow> {
  rows: Row[]
  /** Rows returned or changed. */
  rowCount: number
}

/** One connection, within a transaction. */
export interface SqlSession {
  /** Runs one statement; `$1` names the first parameter. Throws `sql.failed` with the server's message and its SQLSTATE. */
  query<Row extends SqlRow = SqlRow>(text: string, params?: readonly unknown[]): Promise<SqlResult<Row>>
}

/** A connection within a transaction that takes many rows at once. */
export interface SqlTransaction extends SqlSession {
  /**
   * Appends rows to a table, the values of these columns as text or null: many times faster than by statements. Gives
   * their number. Throws `sql.failed` as a statement does, and then nothing but the end of the transaction is possible.
   */
  append(table: string, columns: readonly string[], rows: Iterable<readonly (string | null)[]>): Promise<number>
}

/**
 * A relational database. `numeric` comes as text, so that money never becomes floating point; whole numbers within
 * ±2^53 come as numbers, larger ones as text.
 */
export interface SqlStore extends SqlSession {
  /** Several statements without parameters, as a schema script holds them. */
  script(text: string): Promise<void>
  /** Commits when the body resolves, rolls back when it throws. */
  transaction<T>(body: (session: SqlTransaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}
