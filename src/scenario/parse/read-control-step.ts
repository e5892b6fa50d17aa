import type { YamlMapping, YamlNode } from '../../yaml/yaml-document.ts'
import type { ScenarioStep } from '../model.ts'
import { readClear, readFault } from './read-fault.ts'
import { readInclude } from './read-include.ts'
import { readOwn } from './read-own.ts'
import { readDuring, readRepeat } from './read-repeat.ts'
import type { StepBase } from './read-single-step.ts'
import { readDiff, readSeed, readSnapshot } from './read-state.ts'
import { readSweep } from './read-sweep.ts'
import type { Reading } from './reading.ts'
import type { StepVerb } from './step-verb.ts'
import type { Visible } from './visible-names.ts'

/** A step, and what can be read behind it where that is more than what it captures. */
export interface ReadStep {
  step: ScenarioStep | undefined
  after?: Visible
}

type ReadSteps = (
  nodes: readonly YamlNode[],
  before: Visible,
  reading: Reading,
) => { steps: ScenarioStep[]; after: Visible }

export type Read = (
  step: { node: YamlMapping; value: YamlNode; base: StepBase },
  visible: Visible,
  reading: Reading,
  readSteps: ReadSteps,
) => ReadStep

/** The readers of steps that hold other steps, keep state, or are somebody's own. */
export const controlSteps = {
  include: ({ node, value, base }, visible, reading, readSteps) => ({
    step: readInclude(node, value, base, visible, reading, readSteps),
  }),
  repeat: ({ value, base }, visible, reading, readSteps) => readRepeat(value, base, visible, reading, readSteps),
  during: ({ value, base }, visible, reading, readSteps) => ({
    step: readDuring(value, base, visible, reading, readSteps),
  }),
  use: ({ node, value, base }, visible, reading) => ({ step: readOwn(node, value, base, visible, reading) }),
  seed: ({ node, value, base }, visible, reading) => ({ step: readSeed(node, value, base, visible, reading) }),
  snapshot: ({ value, base }, visible, reading) => ({ step: readSnapshot(value, base, visible, reading) }),
  diff: ({ node, value, base }, visible, reading) => ({ step: readDiff(node, value, base, visible, reading) }),
  sweep: ({ node, value, base }, visible, reading) => ({ step: readSweep(node, value, base, visible, reading) }),
  fault: ({ value, base }, visible, reading, readSteps) => readFault(value, base, visible, reading, readSteps),
  clear: ({ value, base }, _, reading) => ({ step: readClear(value, base, reading) }),
} as const satisfies Partial<Record<StepVerb, Read>>

export type ControlVerb = keyof typeof controlSteps

export function isControlVerb(verb: StepVerb): verb is ControlVerb {
  return Object.hasOwn(controlSteps, verb)
}
