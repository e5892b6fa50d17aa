import type { AnyStep, CheckedStep, DurationText, Step } from '../format.ts'

/** A length of the landscape's time in which something is tried again and again. Exactly one of `for` and `within`. */
export interface Watched {
  /** How long, in the landscape's time. */
  for?: DurationText
  /** The same as `for`. */
  within?: DurationText
  /** Landscape time between two tries; 5s when nothing is said. */
  every?: DurationText
}

/** The steps of another file, which says with `params` what it needs. The answer is `{ captures, steps }`. */
export interface IncludeStep extends AnyStep {
  /** The fragment, and what it is given. */
  include: {
    /** Path of a fragment file, from the folder of this file. */
    file: string
    /** Values for the fragment's parameters. */
    with?: Record<string, unknown>
  }
  /** Names for what the fragment captured: a JSONPath into its captures. */
  capture?: Record<string, string>
}

/** Runs steps again and again. Exactly one of `times`, `while` and `until`. The answer is `{ rounds }`. */
export interface RepeatStep extends AnyStep {
  /** The steps, and how often. */
  repeat: {
    /** How often: a number, or an expression that yields one. */
    times?: number | string
    /** Looked at before each round. */
    while?: string
    /** Looked at after each round. */
    until?: string
    /**
     * More rounds than this are a failure; 100 when nothing is said.
     * @asType integer
     * @minimum 1
     * @maximum 100000
     */
    max?: number
    /** The name of the round's number in expressions, which counts from 1. */
    as?: string
    /** The steps of each round. @minItems 1 */
    steps: Step[]
  }
}

/** Steps that must pass at every try for a while, on the landscape's clock. The answer is `{ tries }`. */
export interface DuringStep extends AnyStep {
  /** The steps, and how long. */
  during: DuringSteps
}

export interface DuringSteps extends Watched {
  /** The steps that are run again and again. @minItems 1 */
  steps: Step[]
}

/** A step of one's own: a module that `uses` names. Its answer is what the module's `run` gives. */
export interface UseStep extends CheckedStep {
  /** The module, relative to the scenario's file. */
  use: string
  /** The first argument of `run`. */
  with?: unknown
}
