import type { Json, JsonObject } from '../../core/json.ts'
import type { Scope } from '../model.ts'
import { type CookieJar, cookieJar } from '../steps/cookie-jar.ts'

/** What a list of steps can read, and what it leaves behind. */
export interface Frame {
  readonly cookies: CookieJar
  scope(): Scope
  record(step: string, answer: Json): void
  capture(names: JsonObject): void
  /** A frame for a line: it reads what is here now, and keeps what it leaves to itself; cookies too, without a jar. */
  fork(names: Scope, cookies?: CookieJar): Frame
  /** What was left here, without what was there before. */
  left(): { steps: JsonObject; captures: JsonObject }
}

export function openFrame(base: Scope, earlier: JsonObject = {}, cookies = cookieJar()): Frame {
  const steps: JsonObject = {}
  const captures: JsonObject = {}
  // Grows with each answer, rather than being copied for each step; nobody holds a scope beyond its step.
  const known = { ...earlier }
  const scope = (): Scope => ({ ...base, ...captures, steps: known })
  return {
    cookies,
    scope,
    record(step, answer) {
      steps[step] = answer
      known[step] = answer
    },
    capture(names) {
      Object.assign(captures, names)
    },
    fork: (names, jar = cookies.copy()) => openFrame({ ...base, ...captures, ...names }, known, jar),
    left: () => ({ steps, captures }),
  }
}
