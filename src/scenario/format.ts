/*
 * What a scenario file may hold. These types are the source of schemas/scenario.schema.json, comments included:
 * after a change, run `npm run schemas`. Text that holds `${{ … }}` is an expression wherever a value is expected.
 */

/** One end-to-end test. */
export interface ScenarioFile {
  /**
   * Unique, in kebab-case; by convention the name of the file.
   * @pattern ^[a-z0-9]+(-[a-z0-9]+)*$
   */
  name: string
  /** One sentence that says what must hold. */
  title: string
  /** What it protects from, for whoever reads the report. */
  description?: string
  tags?: string[]
  given?: Given
  /** @minItems 1 */
  steps: Step[]
  /** Run at the end whatever happened, also after Ctrl-C. */
  finally?: Step[]
  invariants?: Invariant[]
  /** The defects under which this scenario must fail. */
  catches?: string[]
}

export interface Given {
  /** The fixture pack that the landscape starts with. */
  pack?: string
  /** Variables, read as `vars.NAME` and set with `--var NAME=value`. */
  vars?: Record<string, Variable>
}

/** A default value, or a declaration. Without a default, `--var` must give the value. */
export type Variable = string | number | boolean | VariableDeclaration

export interface VariableDeclaration {
  type: 'string' | 'integer' | 'number' | 'boolean'
  default?: string | number | boolean
  description?: string
}

/**
 * A length of time: `250ms`, `90s`, `5m`, `1h30m`.
 * @pattern ^(\d+(ms|s|m|h|d))+$
 */
export type DurationText = string

export type Step =
  | GetStep
  | PostStep
  | PutStep
  | PatchStep
  | DeleteStep
  | SqlStep
  | MongoStep
  | PublishStep
  | ConsumeStep
  | AdvanceStep
  | ReconcileStep
  | ParallelStep
  | AssertStep

interface AnyStep {
  /** Shown in reports; results are read as `steps["NAME"]`. */
  name?: string
  /** The step is left out when this expression is false. */
  if?: string
  /** Wall time after which the step fails; 30s when nothing is said. */
  timeout?: DurationText
}

interface CheckedStep extends AnyStep {
  /** Tries again until `expect` and `assert` hold, on the landscape's clock. */
  eventually?: Eventually
  /** What the answer must hold: a tree of values and matchers; what it does not name is not looked at. */
  expect?: unknown
  /** Expressions that must be true. `answer` is the answer of this step. */
  assert?: string | string[]
  /** Names for parts of the answer: a JSONPath (for HTTP, into the body), or a header. */
  capture?: Record<string, string | HeaderCapture>
}

export interface HeaderCapture {
  header: string
}

export interface Eventually {
  within: DurationText
  /** Landscape time between two tries; 5s when nothing is said. */
  every?: DurationText
}

interface HttpStep extends CheckedStep {
  headers?: Record<string, string>
  query?: Record<string, string | number | boolean>
  /** Text is sent as it is, anything else as JSON. */
  body?: unknown
}

/** Reads over HTTP. */
export interface GetStep extends HttpStep {
  get: string
}
export interface PostStep extends HttpStep {
  post: string
}
export interface PutStep extends HttpStep {
  put: string
}
export interface PatchStep extends HttpStep {
  patch: string
}
export interface DeleteStep extends HttpStep {
  delete: string
}

/** Runs one SQL statement on a system's own database. The answer is `{ rows, rowCount }`. */
export interface SqlStep extends CheckedStep {
  sql: SqlQuery
}

export interface SqlQuery {
  system: string
  query: string
  /** The values of `$1`, `$2`, … */
  params?: unknown[]
}

/** Runs one operation on a system's document store. The answer is `{ documents }` or `{ count }`. */
export interface MongoStep extends CheckedStep {
  mongo: MongoOperation
}

/** Exactly one of `find`, `aggregate`, `count`, `insert`, `update` and `delete`. */
export interface MongoOperation {
  system: string
  collection: string
  find?: Record<string, unknown>
  sort?: Record<string, 1 | -1>
  limit?: number
  projection?: Record<string, unknown>
  aggregate?: Record<string, unknown>[]
  count?: Record<string, unknown>
  insert?: Record<string, unknown>[]
  update?: { filter: Record<string, unknown>; change: Record<string, unknown>; upsert?: boolean }
  delete?: Record<string, unknown>
}

/** Writes one message to a topic. The answer is its position. */
export interface PublishStep extends CheckedStep {
  publish: {
    topic: string
    key?: string
    value: unknown
    headers?: Record<string, string>
  }
}

/** Finds the messages of this run on a topic. The answer is `{ messages }`; at least one is expected. */
export interface ConsumeStep extends CheckedStep {
  consume: {
    topic: string
    key?: string
    /** An expression about `message`; only messages for which it is true are taken. */
    where?: string
    /** Also messages that other runs caused. */
    any?: boolean
  }
}

/** Moves the landscape's clock on; everything that falls due runs, in order. */
export interface AdvanceStep extends AnyStep {
  advance: DurationText
}

/** Compares records of several systems by key. Each difference names the key and the numbers that disagree. */
export interface ReconcileStep extends AnyStep {
  eventually?: Eventually
  reconcile: Reconcile
}

export interface Reconcile {
  /** The columns that identify a record. @minItems 1 */
  key: string[]
  /** The columns that must be equal. @minItems 1 */
  compare: string[]
  /** At least two, by the name that the message uses. */
  sources: Record<string, Query>
}

/** One way to read records. */
export type Query = { sql: SqlQuery } | { mongo: MongoOperation }

/** Runs several lines of steps at the same time, interleaved by the seed. */
export interface ParallelStep extends AnyStep {
  parallel: ParallelBranches | ParallelEach
}

/** Lines of steps that differ from each other. */
export interface ParallelBranches {
  /** @minItems 1 */
  branches: { name: string; steps: Step[] }[]
}

/** One line of steps, run once for each item of a list. */
export interface ParallelEach {
  /** A list, or an expression that yields one. */
  each: unknown[] | string
  /** The name of the item in expressions. */
  as: string
  /** @minItems 1 */
  steps: Step[]
}

/** Checks without asking anybody. */
export interface AssertStep extends AnyStep {
  assert: string | string[]
}

/** Something that must hold at any moment; sampled while steps run in parallel, after each step and at the end. */
export interface Invariant {
  name: string
  /** An expression over the names of `where`, evaluated for each row. */
  always: string
  /** Where the values come from; each row of the query is bound to the name in turn. Exactly one name. */
  where: Record<string, Query>
  /** Said when it does not hold, for the row concerned. */
  message?: string
}
