import type { Milliseconds } from '../core/duration.ts'
import type { Json } from '../core/json.ts'
import type { Place } from '../core/place.ts'
import type { Concurrency } from './model/concurrency.ts'
import type { DuringSteps, IncludedSteps, OwnStep, RepeatedSteps, Retrying, ScenarioCase } from './model/control.ts'
import type { ClearFaultsStep, RaiseFaultStep } from './model/faults.ts'
import type { CsvFileStep, FilesStep } from './model/files.ts'
import type { FormBody, HttpSettings } from './model/http.ts'
import type { ExecProgramStep, GraphQlRequestStep, NotifiedStep, SoapRequestStep } from './model/protocol-steps.ts'
import type { RunCheck } from './model/run-checks.ts'
import type { DiffStateStep, SeedRowsStep, SnapshotStateStep } from './model/state.ts'
import type { CloneDeclaration, SweepPeopleStep } from './model/sweep.ts'
import type { WorkflowStep } from './model/workflow.ts'

/** The names that expressions can read, with their values: `vars`, `steps`, `run`, systems, captures, loop items. */
export type Scope = Readonly<Record<string, unknown>>

/** A type-checked CEL expression. */
export interface Expression {
  source: string
  place: Place
  /** Throws `expression.failed` with the place, when a value is missing or has the wrong type at that moment. */
  evaluate(scope: Scope): unknown
}

/** A tree of values in which any text may hold expressions. Text that is only an expression keeps its type. */
export interface Template {
  place: Place
  render(scope: Scope): unknown
}

/** A scenario file that was checked as a whole: nothing in it is misspelt, unknown or of the wrong type. */
export interface Scenario {
  /** Path as it was given or found. */
  file: string
  name: string
  title: string
  description?: string
  tags: readonly string[]
  /** Reads variables only. */
  pack?: Template
  clone?: CloneDeclaration
  vars: Readonly<Record<string, Json>>
  /** The table that this scenario is run for row by row. */
  cases?: readonly ScenarioCase[]
  /** The row that this is a run for. */
  caseName?: string
  /** Made below the run's directory before the steps begin. */
  directories?: readonly string[]
  steps: readonly ScenarioStep[]
  finally: readonly ScenarioStep[]
  invariants: readonly ScenarioInvariant[]
  checks?: readonly RunCheck[]
  /** Repeat everything that went between systems at the end. */
  redeliver?: boolean
  catches: readonly string[]
}

export type ScenarioStep =
  | HttpRequestStep
  | QueryStep
  | PublishMessageStep
  | ConsumeMessagesStep
  | AdvanceClockStep
  | ReconcileSourcesStep
  | ParallelLinesStep
  | GraphQlRequestStep
  | SoapRequestStep
  | CsvFileStep
  | FilesStep
  | ExecProgramStep
  | NotifiedStep
  | IncludedSteps
  | RepeatedSteps
  | DuringSteps
  | SeedRowsStep
  | SnapshotStateStep
  | DiffStateStep
  | SweepPeopleStep
  | OwnStep
  | WorkflowStep
  | RaiseFaultStep
  | ClearFaultsStep
  | CheckStep

export interface StepBase {
  /** Unique within its list of steps where results are read by it; made up from the verb when the file gives none. */
  name: string
  /** The key that says what the step does: `post`, `sql`, `advance`, … */
  verb: string
  place: Place
  condition?: Expression
  timeout: Milliseconds
  /** Said in reports once the step has ended. */
  note?: Template
  /** The systems of somebody else that it asks. */
  asks?: readonly string[]
}

export interface Polling {
  within: Milliseconds
  every: Milliseconds
  /** Reads `answer`; when it is true, trying again is pointless. */
  failIf?: Expression
}

/** What is checked of an answer and remembered of it. */
export interface Checks extends Retrying {
  expect?: Template
  assert: readonly Expression[]
  capture: readonly Capture[]
}

export interface Capture {
  name: string
  place: Place
  /** A compiled RFC 9535 path: every value that it finds. */
  select?: (answer: Json) => Json[]
  /** Or the name of a response header, in lower case. */
  header?: string
  /** Or an XPath into an answer that is XML. */
  xpath?: { namespaces: Readonly<Record<string, string>> }
  /** As the file has it, for messages. */
  source: string
}

export interface HttpRequestStep extends StepBase, Checks {
  kind: 'http'
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: Template
  headers: Readonly<Record<string, Template>>
  query: Readonly<Record<string, Template>>
  body?: Template
  form?: FormBody
  settings?: HttpSettings
}

/** A `sql` or `mongo` step. */
export interface QueryStep extends StepBase, Checks {
  kind: 'query'
  query: ScenarioQuery
}

export type ScenarioQuery =
  | { kind: 'sql'; system: string; text: string; params: readonly Template[]; place: Place }
  | { kind: 'mongo'; system: string; collection: string; operation: MongoVerb; options: Template; place: Place }

/** `options` renders to the operation's part of the file (`find: …, sort: …`), verb included. */
export type MongoVerb = 'find' | 'aggregate' | 'count' | 'insert' | 'update' | 'delete'

export interface PublishMessageStep extends StepBase, Checks {
  kind: 'publish'
  topic: string
  key?: Template
  value: Template
  headers: Readonly<Record<string, Template>>
}

export interface ConsumeMessagesStep extends StepBase, Checks {
  kind: 'consume'
  topic: string
  key?: Template
  where?: Expression
  any: boolean
}

export interface AdvanceClockStep extends StepBase {
  kind: 'advance'
  duration: Milliseconds
}

export interface ReconcileSourcesStep extends StepBase, Retrying {
  kind: 'reconcile'
  key: readonly string[]
  compare: readonly string[]
  /** Decimal texts by column. */
  tolerance?: Readonly<Record<string, string>>
  /** Sources in which a record may be missing. */
  optional?: readonly string[]
  sources: readonly { name: string; query: ScenarioQuery }[]
}

export interface ParallelLinesStep extends StepBase {
  kind: 'parallel'
  /** As the run has it when nothing is said. */
  concurrency?: Concurrency
  lines: { branches: readonly { name: string; steps: readonly ScenarioStep[] }[] } | ParallelItems
}

export interface ParallelItems {
  each: Template
  as: string
  steps: readonly ScenarioStep[]
}

export interface CheckStep extends StepBase {
  kind: 'assert'
  assert: readonly Expression[]
}

export interface ScenarioInvariant {
  name: string
  place: Place
  /** When `holds` must be true: in every sample for each row, in none, or once. */
  must: 'always' | 'never' | 'sometimes'
  holds: Expression
  /** Looked at only at the end. */
  final?: boolean
  /** The name that each row is bound to. */
  binding: string
  query: ScenarioQuery
  message?: Template
}
