import type { Json, JsonObject } from '../../core/json.ts'
import type { Place } from '../../core/place.ts'
import type { StepBase } from '../model.ts'

/** A workflow of an Arazzo document, run as one step; its requests are steps within it. */
export interface WorkflowStep extends StepBase {
  kind: 'workflow'
  workflow: string
  /** By their ids, those that this one depends on included. */
  workflows: ReadonlyMap<string, Workflow>
  inputs: JsonObject
  /** The source descriptions' documents, by their names. */
  sources: Readonly<Record<string, WorkflowSource>>
}

export interface WorkflowSource {
  /** Base of its API, where the landscape has no system of this name. */
  url: string
}

export interface Workflow {
  id: string
  place: Place
  dependsOn: readonly string[]
  steps: readonly WorkflowAction[]
  outputs: Readonly<Record<string, string>>
}

/** One step of a workflow. */
export interface WorkflowAction {
  id: string
  place: Place
  does: { operation: WorkflowOperation } | { workflow: string }
  parameters: readonly WorkflowParameter[]
  requestBody?: { contentType: string; payload: Json; replacements: readonly { target: string; value: Json }[] }
  criteria: readonly Criterion[]
  outputs: Readonly<Record<string, string>>
  onSuccess: readonly FlowAction[]
  onFailure: readonly FlowAction[]
}

export interface WorkflowOperation {
  source: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
}

export interface WorkflowParameter {
  name: string
  /** Nothing for an input of a workflow. */
  in?: 'path' | 'query' | 'header' | 'cookie'
  value: Json
}

/** A condition on what happened; `holds` throws nothing. */
export interface Criterion {
  source: string
  place: Place
  holds(exchange: WorkflowMoment): boolean
}

export interface FlowAction {
  type: 'end' | 'goto' | 'retry'
  name: string
  step?: string
  workflow?: string
  /** Seconds. */
  retryAfter: number
  retryLimit: number
  criteria: readonly Criterion[]
}

/** What runtime expressions read. */
export interface WorkflowMoment {
  inputs: JsonObject
  steps: ReadonlyMap<string, JsonObject>
  workflows: ReadonlyMap<string, { inputs: JsonObject; outputs: JsonObject }>
  sources: Readonly<Record<string, WorkflowSource>>
  outputs: JsonObject
  exchange?: WorkflowExchange
}

export interface WorkflowExchange {
  url: string
  method: string
  status: number
  request: { header: JsonObject; query: JsonObject; path: JsonObject; body: Json }
  response: { header: JsonObject; body: Json }
}
