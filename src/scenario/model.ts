import type { Milliseconds } from '../core/duration.ts'
import type { Json } from '../core/json.ts'
import type { Place } from '../core/place.ts'

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
  pack?: string
  vars: Readonly<Record<string, Json>>
  steps: readonly ScenarioStep[]
  finally: readonly ScenarioStep[]
  invariants: readonly ScenarioInvariant[]
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
  | CheckStep

interface StepBase {
  /** Unique within its list of steps where results are read by it; made up from the verb when the file gives none. */
  name: string
  /** The key that says what the step does: `post`, `sql`, `advance`, … */
  verb: string
  place: Place
  condition?: Expression
  timeout: Milliseconds
}

export interface Polling {
  within: Milliseconds
  every: Milliseconds
}

/** What is checked of an answer and remembered of it. */
export interface Checks {
  eventually?: Polling
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

export interface ReconcileSourcesStep extends StepBase {
  kind: 'reconcile'
  eventually?: Polling
  key: readonly string[]
  compare: readonly string[]
  sources: readonly { name: string; query: ScenarioQuery }[]
}

export interface ParallelLinesStep extends StepBase {
  kind: 'parallel'
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
  always: Expression
  /** The name that each row is bound to. */
  binding: string
  query: ScenarioQuery
  message?: Template
}
