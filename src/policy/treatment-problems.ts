import type { Problem } from '../core/error.ts'
import { suggestion } from '../core/nearest.ts'
import { strategyNames, treatmentObjection } from '../core/treatment/read-treatment.ts'
import { childOf, entriesOf, itemsOf, jsonOf, textOf, type YamlNode } from '../yaml/yaml-document.ts'

const strategies: ReadonlySet<string> = new Set(strategyNames)

/** What is no treatment, or names what is neither a strategy nor an identity, also within other treatments. */
export function treatmentProblems(node: YamlNode, identities: readonly string[]): Problem[] {
  if (node.kind === 'scalar' && node.value === null) return [missing(node)]
  const unknown = entriesOf(node).filter(({ key }) => !isKnown(key, identities))
  if (unknown.length > 0) return unknown.map(({ key, keyPlace }) => unknownKey(key, identities, keyPlace))
  const objection = treatmentObjection(jsonOf(node))
  if (objection !== undefined) return [objected(node, objection)]
  return entriesOf(node)
    .flatMap(({ key, value }) => treatmentsWithin(key, value))
    .flatMap((inner) => treatmentProblems(inner, identities))
}

/** The nodes within a strategy's settings that are treatments themselves. */
function treatmentsWithin(strategy: string, settings: YamlNode): YamlNode[] {
  if (strategy === 'each') return [settings]
  if (strategy === 'json' || strategy === 'fields') return entriesOf(settings).map(({ value }) => value)
  if (strategy === 'template') return entriesOf(childOf(settings, 'parts')).flatMap(({ value }) => given(value, 'as'))
  if (strategy !== 'when') return []
  return itemsOf(settings).flatMap((item) => [...given(item, 'then'), ...given(item, 'else')])
}

function given(node: YamlNode, key: string): YamlNode[] {
  const child = childOf(node, key)
  return child === undefined ? [] : [child]
}

function isKnown(key: string, identities: readonly string[]): boolean {
  return key === 'onInvalid' || strategies.has(key) || identities.includes(key)
}

function missing({ place }: YamlNode): Problem {
  return {
    code: 'policy.treatment',
    message: 'expected a treatment, found nothing',
    place,
    remedy: 'Say "null", in quotes, for a column that is to be emptied, or `keep` for one that stays as it is.',
  }
}

function unknownKey(key: string, identities: readonly string[], place: Problem['place']): Problem {
  const shown = key.slice(0, 60)
  const hint = suggestion(shown, [...identities, ...strategyNames])
  return {
    code: 'policy.unknown-treatment',
    message: `"${shown}" is neither a strategy nor an identity of this policy; ${hint}`,
    place,
  }
}

function objected(node: YamlNode, objection: string): Problem {
  const word = textOf(node)?.slice(0, 60)
  const message =
    word === undefined || strategies.has(word)
      ? `the treatment ${objection}`
      : `"${word}" is not a treatment; ${suggestion(word, strategyNames)}`
  return { code: 'policy.treatment', message, place: node.place }
}
