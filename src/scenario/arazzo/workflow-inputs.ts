import type { Problem } from '../../core/error.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { suggestion } from '../../core/nearest.ts'
import { childOf, entriesOf, itemsOf, jsonOf, textOf, withValue, type YamlNode } from '../../yaml/yaml-document.ts'

/**
 * The inputs of a workflow: the defaults of its schema, and what `--var` gives, read as the schema's types; and the names
 * of all that it declares. Adds problems for inputs that are missing or of another type.
 */
export function workflowInputs(
  schema: YamlNode | undefined,
  vars: Readonly<Record<string, string>>,
  component: (reference: YamlNode) => YamlNode | undefined,
  problems: Problem[],
): { inputs: JsonObject; names: readonly string[] } {
  const node = referred(schema, component)
  const properties = entriesOf(childOf(node, 'properties'))
  const inputs: JsonObject = {}
  for (const { key, keyPlace, value } of properties) {
    const stated = referred(value, component)
    const type = textOf(childOf(stated, 'type'))
    const initial = childOf(stated, 'default')
    const text = Object.hasOwn(vars, key) ? vars[key] : undefined
    const read = text === undefined ? (initial === undefined ? undefined : jsonOf(initial)) : typedValue(text, type)
    if (read !== undefined) inputs[key] = read
    else if (text !== undefined)
      problems.push({
        code: 'arazzo.input-type',
        message: `--var ${key}: expected ${type ?? 'text or JSON'}`,
        place: keyPlace,
      })
    else if (itemsOf(childOf(node, 'required')).some((item) => textOf(item) === key))
      problems.push({
        code: 'arazzo.missing-input',
        message: `missing --var ${key}: ${type ?? 'text or JSON'}, it has no default`,
        place: keyPlace,
        remedy: `Add --var ${key}=VALUE.`,
      })
  }
  return { inputs, names: properties.map(({ key }) => key) }
}

/** Problems for what `--var` gives and no workflow declares. */
export function unknownInputs(vars: Readonly<Record<string, string>>, known: readonly string[]): Problem[] {
  const unknown = Object.keys(vars).filter((name) => !known.includes(name))
  return unknown.map((name) => {
    const hint = suggestion(name.slice(0, 60), known)
    return { code: 'arazzo.unknown-input', message: `unknown input --var ${name.slice(0, 60)}; ${hint}` }
  })
}

/** What `$ref` leads to in the components, through a few references at most; the node itself without one. */
export function referred(
  node: YamlNode | undefined,
  component: (reference: YamlNode) => YamlNode | undefined,
): YamlNode | undefined {
  let found = node
  for (let hops = 0; hops < 5; hops++) {
    const reference = childOf(found, '$ref')
    const named = textOf(reference)?.replace(/^#\/components\/(\w+)\/(.+)$/, '$components.$1.$2')
    if (reference?.kind !== 'scalar' || named === undefined) return found
    found = component(withValue(reference, named))
  }
  return undefined
}

/** Text as the schema's type; objects and lists are given as JSON, also where the schema states no single type. */
function typedValue(text: string, type: string | undefined): Json | undefined {
  if (type === 'string' || (type === undefined && !/^\s*[{[]/.test(text))) return text
  try {
    const value = JSON.parse(text) as Json
    const found = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
    return type === undefined || found === type || (type === 'integer' && Number.isInteger(value)) ? value : undefined
  } catch {
    return undefined
  }
}
