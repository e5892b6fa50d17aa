import type { Json, JsonObject } from '../../core/json.ts'
import type { Scope } from '../model.ts'

/** What a list of steps can read, and what it leaves behind. */
export interface Frame {
  scope(): Scope
  record(step: string, answer: Json): void
  capture(names: JsonObject): void
  /** A frame for a line: it reads what is here now, and keeps what it leaves to itself. */
  fork(names: Scope): Frame
  /** What was left here, without what was there before. */
  left(): { steps: JsonObject; captures: JsonObject }
}

export function openFrame(base: Scope, earlier: JsonObject = {}): Frame {
  const steps: JsonObject = {}
  const captures: JsonObject = {}
  const scope = (): Scope => ({ ...base, ...captures, steps: { ...earlier, ...steps } })
  return {
    scope,
    record(step, answer) {
      steps[step] = answer
    },
    capture(names) {
      Object.assign(captures, names)
    },
    fork: (names) => openFrame({ ...base, ...captures, ...names }, { ...earlier, ...steps }),
    left: () => ({ steps, captures }),
  }
}
