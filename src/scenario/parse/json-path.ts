import { type JSONPathQuery, jsonpath } from 'json-p3'
import { StandinError, usageError } from '../../core/error.ts'
import type { Json } from '../../core/json.ts'
import { deepestAnswer } from '../../core/json-depth.ts'
import { longestComputation, OutOfTime, withinTime } from '../../limits/within-time.ts'
import type { YamlScalar } from '../../yaml/yaml-document.ts'

const longestPath = 500

/**
 * Checks a JSONPath (RFC 9535) and gives what selects by it. Throws the usage error `scenario.json-path`; selecting
 * throws `scenario.json-path-time` when it takes longer than a second.
 */
export function compileJsonPath(scalar: YamlScalar): (answer: Json) => Json[] {
  const source = String(scalar.value)
  const refuse = (message: string, index = 0): never => {
    throw usageError({ code: 'scenario.json-path', message, place: scalar.placeAt(index) })
  }
  if (!source.startsWith('$')) refuse('expected a JSONPath, which begins with $')
  if (source.length > longestPath) refuse(`a JSONPath has at most ${longestPath} characters`)
  const query = compiled(source, refuse)
  const select = (answer: Json): Json[] => query.query(answer).values() as Json[]
  // Only filters and descendants look at more than what is selected.
  return /\?|\.\./.test(source) ? (answer) => selectInTime(() => select(answer), scalar) : select
}

function selectInTime(select: () => Json[], scalar: YamlScalar): Json[] {
  try {
    return withinTime(select)
  } catch (thrown) {
    if (!(thrown instanceof OutOfTime)) throw thrown
    throw new StandinError('finding', {
      code: 'scenario.json-path-time',
      message: `the JSONPath was still searching the answer after ${longestComputation / 1_000} s`,
      place: scalar.place,
      remedy: 'name the keys on the way instead of searching below all of them',
    })
  }
}

const environment = new jsonpath.JSONPathEnvironment({ maxRecursionDepth: deepestAnswer + 10 })

function compiled(source: string, refuse: (message: string, index?: number) => never): JSONPathQuery {
  try {
    return environment.compile(source)
  } catch (thrown) {
    const { message, token } = thrown as { message: string; token?: { index?: number } }
    // The library adds where it is, which we show ourselves.
    return refuse(`not a JSONPath: ${message.replace(/\s*\('.*$/s, '')}`, token?.index ?? 0)
  }
}
