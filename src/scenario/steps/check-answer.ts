import { StandinError } from '../../core/error.ts'
import type { Difference, Failure } from '../../core/events.ts'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { match } from '../match/match.ts'
import type { Capture, Checks, Expression, Scope } from '../model.ts'

/** What an answer is held against, and where its captures look. */
export interface CheckedAnswer {
  answer: Json
  /** What capture paths look into. */
  searched: Json
  scope: Scope
  /** What the XPaths of captures found, by their names. */
  found?: ReadonlyMap<string, Json[]>
}

/** Holds an answer against what the step expects of it: `expect`, then `capture`, then `assert`. The first that fails is named. */
export function checkAnswer(
  { expect, capture, assert }: Checks,
  { answer, searched, scope, found: byXPath }: CheckedAnswer,
): { captures: JsonObject; failure?: Failure } {
  const captures: JsonObject = {}
  let missing: Failure | undefined
  for (const one of capture) {
    const found = captured(one, answer, searched, byXPath)
    if (found === undefined) missing ??= nothingCaptured(one)
    else captures[one.name] = found
  }
  const failure =
    failedExpectation(expect, { ...scope, answer }, answer) ??
    missing ??
    failedAssertion(assert, { ...scope, ...captures, answer })
  return failure === undefined ? { captures } : { captures, failure }
}

/** The first expression that is not true, or cannot be told. */
export function failedAssertion(assert: readonly Expression[], scope: Scope): Failure | undefined {
  for (const expression of assert) {
    const failure = judged(() =>
      expression.evaluate(scope) === true
        ? undefined
        : { message: `this does not hold: ${expression.source}`, place: expression.place },
    )
    if (failure !== undefined) return failure
  }
  return undefined
}

function failedExpectation(expect: Checks['expect'], scope: Scope, answer: Json): Failure | undefined {
  if (expect === undefined) return undefined
  return judged(() => {
    const differences = match(expect.render(scope), answer)
    return differences.length === 0 ? undefined : { message: summary(differences), place: expect.place, differences }
  })
}

/** A value that an expression misses is an expectation that does not hold. */
function judged(body: () => Failure | undefined): Failure | undefined {
  try {
    return body()
  } catch (thrown) {
    if (!(thrown instanceof StandinError) || thrown.code !== 'expression.failed') throw thrown
    const [{ message, place }] = thrown.problems
    return { message, ...(place !== undefined && { place }) }
  }
}

function summary([first, ...others]: readonly Difference[]): string {
  if (first === undefined) return 'as expected'
  const more =
    others.length === 0 ? '' : `, and ${others.length} more ${others.length === 1 ? 'difference' : 'differences'}`
  return `${first.path} is ${first.actual}, expected ${first.expected}${more}`
}

/** One value as it is, several as a list; `undefined` when nothing was found. */
function captured(
  { name, select, header, xpath }: Capture,
  answer: Json,
  searched: Json,
  byXPath: CheckedAnswer['found'],
): Json | undefined {
  if (header !== undefined) {
    const headers = isJsonObject(answer) ? answer.headers : undefined
    return isJsonObject(headers) ? headers[header] : undefined
  }
  const found = (xpath === undefined ? select?.(searched) : byXPath?.get(name)) ?? []
  return found.length > 1 ? found : found[0]
}

function nothingCaptured({ name, source, header, place }: Capture): Failure {
  const where = header === undefined ? `${source} finds nothing` : `the answer has no header "${header}"`
  return { message: `nothing to capture as "${name}": ${where}`, place }
}
