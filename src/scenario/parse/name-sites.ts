import { childOf, entriesOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'

/** Where a name comes from: a captured value, a loop item, or the answer of a named step (`steps.NAME`). */
export interface NameSite {
  key: string
  line: number
}

/** All names that these steps and the steps within them make. */
export function sitesWithin(steps: readonly YamlNode[]): NameSite[] {
  return steps.flatMap((step) => [...ownSites(step), ...sitesWithin(stepsBelow(step))])
}

function ownSites(step: YamlNode): NameSite[] {
  const sites = entriesOf(childOf(step, 'capture')).map(({ key, keyPlace }) => ({ key, line: keyPlace.line }))
  const name = childOf(step, 'name')
  if (textOf(name) !== undefined) sites.push({ key: `steps.${textOf(name)}`, line: name?.place.line ?? 0 })
  for (const [verb, key] of namedBelow) {
    const item = childOf(childOf(step, verb), key)
    if (textOf(item) !== undefined) sites.push({ key: textOf(item) ?? '', line: item?.place.line ?? 0 })
  }
  return sites
}

const namedBelow = [
  ['parallel', 'as'],
  ['repeat', 'as'],
  ['snapshot', 'name'],
] as const

/** The steps within a step, of all its lines; none for most. */
export function stepsBelow(step: YamlNode): readonly YamlNode[] {
  const parallel = childOf(step, 'parallel')
  const branches = itemsOf(childOf(parallel, 'branches')).flatMap((branch) => itemsOf(childOf(branch, 'steps')))
  const inner = ['parallel', 'repeat', 'during', 'fault'].flatMap((verb) =>
    itemsOf(childOf(childOf(step, verb), 'steps')),
  )
  return [...inner, ...branches]
}

/** Sets the same explanation, made from the line, for each of the names. */
export function explain(
  explanations: Map<string, string>,
  sites: readonly NameSite[],
  because: (line: number) => string,
): void {
  for (const { key, line } of sites) explanations.set(key, because(line))
}
