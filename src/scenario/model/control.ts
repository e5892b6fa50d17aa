import type { Milliseconds } from '../../core/duration.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { Checks, Expression, Polling, ScenarioStep, StepBase, Template } from '../model.ts'

/** How a step is tried again and again: until it holds, or to see that it always holds, or never does. */
export interface Watching {
  must: 'hold' | 'not hold'
  length: Milliseconds
  every: Milliseconds
}

/** How a step is tried more than once; at most one of the two. */
export interface Retrying {
  eventually?: Polling
  watching?: Watching
}

/** The steps of a fragment file. */
export interface IncludedSteps extends StepBase, Checks {
  kind: 'include'
  /** Default values of the fragment's parameters. */
  defaults: JsonObject
  with: Readonly<Record<string, Template>>
  steps: readonly ScenarioStep[]
}

export interface RepeatedSteps extends StepBase {
  kind: 'repeat'
  rounds:
    | { kind: 'times'; times: Template }
    | { kind: 'while' | 'until'; condition: Expression; max: number }
    /** The file says something else; it is not run. */
    | { kind: 'none' }
  /** The name of the round's number. */
  as?: string
  steps: readonly ScenarioStep[]
}

/** Steps that are run at every try for a while. */
export interface DuringSteps extends StepBase {
  kind: 'during'
  watching: Watching
  steps: readonly ScenarioStep[]
}

/** A step of one's own. */
export interface OwnStep extends StepBase, Checks {
  kind: 'own'
  /** Absolute path of its module. */
  module: string
  /** The path as the file has it, for messages. */
  source: string
  input: Template
}

/** One row of a table of cases. */
export interface ScenarioCase {
  name: string
  /** Of all variables. */
  vars: Readonly<Record<string, Json>>
}
