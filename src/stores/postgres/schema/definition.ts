/** How a PostgreSQL database is laid out: `StoreDefinition` with its two halves. Plain JSON. */
export interface PostgresDefinition {
  kind: 'postgres'
  before: DefinitionBefore
  after: DefinitionAfter
}

export interface DefinitionBefore {
  /** Schemas, types, functions, tables: pg_dump's `pre-data`. */
  script: string
  database: DatabaseSettings
}

export interface DefinitionAfter {
  /** Indexes, constraints, triggers, rules, policies, contents of materialized views: pg_dump's `post-data`. */
  script: string
  sequences: readonly SequencePosition[]
  /** Constraints that hold for new rows only, and indexes of partitioned tables that some partition lacks. */
  unvalidated: readonly string[]
}

/** What a database is created with. */
export interface DatabaseSettings {
  encoding: string
  /** `c`, `i` or `b`: libc, ICU, or the server's own. */
  provider: string
  collate: string
  ctype: string
  locale?: string
  icuRules?: string
  comment?: string
}

export interface SequencePosition {
  schema: string
  name: string
  /** 64 bits, as text. */
  value: string
  /** Whether the value has been given out. */
  called: boolean
}
