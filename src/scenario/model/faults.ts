import type { Milliseconds } from '../../core/duration.ts'
import type { FaultEffect } from '../../core/fault-effect.ts'
import type { FaultTarget } from '../../core/faults.ts'
import type { Place } from '../../core/place.ts'
import type { Expression, ScenarioStep, Scope, StepBase } from '../model.ts'

/** Starts a fault; with steps of its own, for as long as they run. */
export interface RaiseFaultStep extends StepBase {
  kind: 'fault'
  fault: FaultPlan
  steps?: readonly ScenarioStep[]
}

export interface ClearFaultsStep extends StepBase {
  kind: 'clear'
  faults: readonly string[]
}

export interface FaultPlan {
  name: string
  place: Place
  on: FaultTarget
  /** Values in it are rendered when it starts. */
  effect(scope: Scope): FaultEffect
  match?: Expression
  after: number
  times?: number
  probability: number
  /** Landscape time after which it ends by itself. */
  for?: Milliseconds
  /** It may never fire. */
  optional: boolean
}
