import type { Problem } from '../core/error.ts'
import { withEntries, withItems, withValue, type YamlNode, type YamlScalar } from '../yaml/yaml-document.ts'

const reference = /\$(\$\{)|\$\{([^}]*)\}/g

/**
 * The tree with `${NAME}` replaced by the environment's value in every text; `$${` stands for `${` itself. A value
 * without quotes that is one reference and nothing else is read as YAML would read it, so that `port: ${PORT}` becomes
 * a number. Variables that are not set are added to the problems.
 */
export function withEnvironment(
  node: YamlNode,
  env: Readonly<Record<string, string | undefined>>,
  problems: Problem[],
): YamlNode {
  if (node.kind === 'list')
    return withItems(
      node,
      node.items.map((item) => withEnvironment(item, env, problems)),
    )
  if (node.kind === 'scalar') return replaced(node, env, problems)
  const entries = node.entries.map(({ key, keyPlace, value }) => ({
    key,
    keyPlace,
    value: withEnvironment(value, env, problems),
  }))
  return withEntries(node, entries)
}

function replaced(
  node: YamlScalar,
  env: Readonly<Record<string, string | undefined>>,
  problems: Problem[],
): YamlScalar {
  const text = node.value
  if (typeof text !== 'string' || !text.includes('${')) return node
  let missing = false
  const value = text.replace(reference, (_whole, escaped: string | undefined, name: string | undefined, at: number) => {
    if (escaped !== undefined) return escaped
    const found = env[name ?? '']
    if (found !== undefined) return found
    missing = true
    problems.push({
      code: 'landscape.environment',
      message: `the environment variable "${(name ?? '').slice(0, 60)}" is not set`,
      place: node.placeAt(at),
      remedy: 'Set it, or write $${ for the characters themselves.',
    })
    return ''
  })
  if (missing) return node
  return withValue(node, node.plain && /^\$\{[^}]*\}$/.test(text) ? plainValue(value) : value)
}

function plainValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text
}
