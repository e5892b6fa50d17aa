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

/**
 * A relational database. `numeric` comes as text, so that money never becomes floating point; whole numbers within
 * ±2^53 come as numbers, larger ones as text.
 */
export interface SqlStore extends SqlSession {
  /** Several statements without parameters, as a schema script holds them. */
  script(text: string): Promise<void>
  /** Commits when the body resolves, rolls back when it throws. */
  transaction<T>(body: (session: SqlSession) => Promise<T>): Promise<T>
  close(): Promise<void>
}
