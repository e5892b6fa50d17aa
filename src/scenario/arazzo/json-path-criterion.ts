import type { Json } from '../../core/json.ts'
import { withValue, type YamlScalar } from '../../yaml/yaml-document.ts'
import { compileJsonPath } from '../parse/json-path.ts'
import { comparisons } from './condition.ts'

const comparison =
  /^(\$[^?]*?)\s*(==|!=|<=|>=|<|>)\s*(?:'([^']*)'|"([^"]*)"|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))\s*$/

/**
 * A criterion of type `jsonpath`. It holds when its JSONPath selects something; `$.token != null` compares the first value
 * that is selected, which is null when there is none. Throws what `compileJsonPath` throws.
 */
export function compileJsonPathCriterion(condition: YamlScalar): (context: Json) => boolean {
  const source = String(condition.value)
  const [, path, sign, single, double, word] = comparison.exec(source) ?? []
  if (path !== undefined) {
    const select = compileJsonPath(withValue(condition, path))
    const compare = comparisons[sign as keyof typeof comparisons]
    const expected = word === undefined ? (single ?? double ?? '') : (JSON.parse(word) as Json)
    return (context) => compare(select(context)[0] ?? null, expected)
  }
  const select = compileJsonPath(condition)
  // A filter at the top is about the context itself: the specification's examples mean it so.
  const own = source.startsWith('$[?')
  return (context) => select(context).length > 0 || (own && select([context]).length > 0)
}
