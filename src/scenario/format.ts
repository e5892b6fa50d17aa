/*
 * What a scenario file may hold. These types are the source of schemas/scenario.schema.json, comments included:
 * after a change, run `npm run schemas`. Text that holds `${{ … }}` is an expression wherever a value is expected.
 */

import type { DuringStep, IncludeStep, RepeatStep, UseStep, Watched } from './format/control.ts'
import type { ExecStep } from './format/exec.ts'
import type { ClearStep, FaultStep } from './format/faults.ts'
import type { CsvStep, FileStep } from './format/files.ts'
import type { GraphQlStep, HttpSettings, Multipart, SoapStep } from './format/http.ts'
import type { Check, Invariant } from './format/invariants.ts'
import type { NotifyStep } from './format/notify.ts'
import type { CsvSource, DiffStep, SeedStep, SnapshotStep } from './format/state.ts'
import type { GivenClone, SweepStep } from './format/sweep.ts'

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
  /** Words by which scenarios are selected: `--tag`. */
  tags?: string[]
  /** What is there before the first step. */
  given?: Given
  /** Modules with steps of one's own, by the name that `use` says: paths from the folder of this file. */
  uses?: Record<string, string>
  /** How all requests of this scenario are sent, where a step does not say otherwise. */
  http?: HttpSettings
  /** Directories for files of this run, made below `run.directory` and removed afterwards. */
  directories?: string[]
  /** What is done, one after the other. @minItems 1 */
  steps: Step[]
  /** Run at the end whatever happened, also after Ctrl-C. */
  finally?: Step[]
  /** What must hold at any moment. */
  invariants?: Invariant[]
  /** What must hold of the run as a whole. */
  checks?: Check[]
  /** Repeats every message and every request between systems at the end; nothing may change by that. */
  redeliver?: 'each'
  /** The defects under which this scenario must fail. */
  catches?: string[]
}

export interface Given {
  /** The fixture pack that the landscape starts with; `NAME:SIZE` for one that has sizes. It may read variables. */
  pack?: string
  /** Instead of that data, a clone of it. */
  clone?: GivenClone
  /** Variables, read as `vars.NAME` and set with `--var NAME=value`. */
  vars?: Record<string, Variable>
  /** One run for each row, with the row's values as those of the variables; `case` names the row. */
  cases?: Case[] | CsvSource
}

/** Values of variables by their names, and `case`, the name of the row. */
export type Case = Record<string, string | number | boolean>

/** A default value, or a declaration. Without a default, `--var` must give the value. */
export type Variable = string | number | boolean | VariableDeclaration

export interface VariableDeclaration {
  /** What values it takes. */
  type: 'string' | 'integer' | 'number' | 'boolean'
  /** Its value when `--var` gives none. */
  default?: string | number | boolean
  /** What it is for. */
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
  | GraphQlStep
  | SoapStep
  | CsvStep
  | FileStep
  | ExecStep
  | NotifyStep
  | IncludeStep
  | RepeatStep
  | SeedStep
  | SnapshotStep
  | DiffStep
  | SweepStep
  | UseStep
  | DuringStep
  | FaultStep
  | ClearStep
  | AssertStep

export interface AnyStep {
  /** Shown in reports; results are read as `steps["NAME"]`. */
  name?: string
  /** The step is left out when this expression is false. */
  if?: string
  /** Wall time after which the step fails; 30s when nothing is said. */
  timeout?: DurationText
  /** Said below the step in reports; may hold expressions. */
  note?: string
}

export interface CheckedStep extends AnyStep {
  /** Tries again until `expect` and `assert` hold, on the landscape's clock. */
  eventually?: Eventually
  /** Tries again for a while, on the landscape's clock; `expect` and `assert` must hold at every try. */
  during?: Watched
  /** Tries again for a while, on the landscape's clock; `expect` and `assert` must not hold at any try. */
  never?: Watched
  /** What the answer must hold: a tree of values and matchers; what it does not name is not looked at. */
  expect?: unknown
  /** Expressions that must be true. `answer` is the answer of this step. */
  assert?: string | string[]
  /** Names for parts of the answer: a JSONPath (for HTTP, into the body), a header, or an XPath (into XML). */
  capture?: Record<string, string | HeaderCapture | XPathCapture>
}

export interface HeaderCapture {
  /** The name of a header, in any spelling. */
  header: string
}

/** Looks into an answer that is XML. */
export interface XPathCapture {
  /** An XPath 1.0 expression. */
  xpath: string
  /** The namespaces of the prefixes in the path. */
  namespaces?: Record<string, string>
}

export interface Eventually {
  within: DurationText
  /** Landscape time between two tries; 5s when nothing is said. */
  every?: DurationText
  /** An expression about `answer`: when it is true, the step can never hold, and fails at once. */
  failIf?: string
}

interface HttpStep extends CheckedStep, HttpSettings {
  /** Parameters behind the `?` of the URL. */
  query?: Record<string, string | number | boolean>
  /** Text is sent as it is, anything else as JSON. */
  body?: unknown
  /** Sent as `application/x-www-form-urlencoded`; a list repeats the field. */
  form?: Record<string, unknown>
  /** Sent as `multipart/form-data`. */
  multipart?: Multipart
}

/** Reads over HTTP. */
export interface GetStep extends HttpStep {
  /** The URL: `${{ shop.url }}/path`. */
  get: string
}
export interface PostStep extends HttpStep {
  /** The URL: `${{ shop.url }}/path`. */
  post: string
}
export interface PutStep extends HttpStep {
  /** The URL: `${{ shop.url }}/path`. */
  put: string
}
export interface PatchStep extends HttpStep {
  /** The URL: `${{ shop.url }}/path`. */
  patch: string
}
export interface DeleteStep extends HttpStep {
  /** The URL: `${{ shop.url }}/path`. */
  delete: string
}

/** Runs one SQL statement on a system's own database. The answer is `{ rows, rowCount }`. */
export interface SqlStep extends CheckedStep {
  /** The statement, and whose database it is for. */
  sql: SqlQuery
}

export interface SqlQuery {
  /** A system that has an SQL database. */
  system: string
  /** One statement. It cannot hold expressions: write `$1` and give the value in `params`. */
  query: string
  /** The values of `$1`, `$2`, … */
  params?: unknown[]
}

/** Runs one operation on a system's document store. The answer is `{ documents }` or `{ count }`. */
export interface MongoStep extends CheckedStep {
  /** The operation, and whose document store it is for. */
  mongo: MongoOperation
}

/** Exactly one of `find`, `aggregate`, `count`, `insert`, `update` and `delete`. */
export interface MongoOperation {
  /** A system that has a document store. */
  system: string
  /** The name of the collection. */
  collection: string
  /** The filter of the documents that are read. */
  find?: Record<string, unknown>
  /** With `find`: 1 for ascending, -1 for descending. */
  sort?: Record<string, 1 | -1>
  /** With `find`: how many documents at most. */
  limit?: number
  /** With `find`: which fields, 1 or 0. */
  projection?: Record<string, unknown>
  /** The stages of a pipeline. */
  aggregate?: Record<string, unknown>[]
  /** The filter of the documents that are counted. */
  count?: Record<string, unknown>
  /** The documents that are added. */
  insert?: Record<string, unknown>[]
  /** Changes all documents that the filter finds. */
  update?: {
    /** Which documents. */
    filter: Record<string, unknown>
    /** The operators: `$set`, `$inc`, … */
    change: Record<string, unknown>
    /** Adds a document when none is found. */
    upsert?: boolean
  }
  /** The filter of the documents that are deleted. */
  delete?: Record<string, unknown>
}

/** Writes one message to a topic. The answer is its position. */
export interface PublishStep extends CheckedStep {
  /** The message. */
  publish: {
    /** A topic of the landscape. */
    topic: string
    /** Messages of one key stay in order. */
    key?: string
    /** Any value; it is sent as JSON. */
    value: unknown
    /** Texts beside the value; the correlation id is added. */
    headers?: Record<string, string>
  }
}

/** Finds the messages of this run on a topic. The answer is `{ messages }`; at least one is expected. */
export interface ConsumeStep extends CheckedStep {
  /** Which messages are meant. */
  consume: {
    /** A topic of the landscape. */
    topic: string
    /** Only messages with this key. */
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
  /** Tries again until the records agree, on the landscape's clock. */
  eventually?: Eventually
  during?: Watched
  never?: Watched
  /** Which records are compared, and by what. */
  reconcile: Reconcile
}

export interface Reconcile {
  /** The columns that identify a record. @minItems 1 */
  key: string[]
  /** The columns that must be equal. @minItems 1 */
  compare: string[]
  /** How far the numbers of a column may be apart. */
  tolerance?: Record<string, number | string>
  /** Differences that are none. */
  allow?: {
    /** Sources in which a record may be missing. */
    missingIn?: string[]
  }
  /** At least two, by the name that the message uses. */
  sources: Record<string, Query>
}

/** One way to read records. */
export type Query =
  | {
      /** The statement, and whose database it is for. */
      sql: SqlQuery
    }
  | {
      /** The operation, and whose document store it is for. */
      mongo: MongoOperation
    }

/** Runs several lines of steps at the same time, interleaved by the seed. */
export interface ParallelStep extends AnyStep {
  /** The lines. */
  parallel: ParallelBranches | ParallelEach
  /**
   * `free`: each line at its own pace. `interleaved`: one step at a time, in an order drawn from the seed.
   * `overlapping`: rounds of steps that start together. What the run has when nothing is said: `free`, unless
   * `--seeds` or `--concurrency` says something else.
   */
  concurrency?: 'free' | 'interleaved' | 'overlapping'
}

/** Lines of steps that differ from each other. */
export interface ParallelBranches {
  /** The lines. @minItems 1 */
  branches: {
    /** Shown in reports; unique among the branches. */
    name: string
    /** The steps of this line. */
    steps: Step[]
  }[]
}

/** One line of steps, run once for each item of a list. */
export interface ParallelEach {
  /** A list, or an expression that yields one. */
  each: unknown[] | string
  /** The name of the item in expressions. */
  as: string
  /** The steps of each line. @minItems 1 */
  steps: Step[]
}

/** Checks without asking anybody. */
export interface AssertStep extends AnyStep {
  /** Expressions that must be true. */
  assert: string | string[]
}
