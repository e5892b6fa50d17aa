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
  const item = childOf(childOf(step, 'parallel'), 'as')
  if (textOf(item) !== undefined) sites.push({ key: textOf(item) ?? '', line: item?.place.line ?? 0 })
  return sites
}

/** The steps within a parallel step, of all its lines; none for any other. */
export function stepsBelow(step: YamlNode): readonly YamlNode[] {
  const parallel = childOf(step, 'parallel')
  const branches = itemsOf(childOf(parallel, 'branches')).flatMap((branch) => itemsOf(childOf(branch, 'steps')))
  return [...itemsOf(childOf(parallel, 'steps')), ...branches]
}

/** Sets the same explanation, made from the line, for each of the names. */
export function explain(
  explanations: Map<string, string>,
  sites: readonly NameSite[],
  because: (line: number) => string,
): void {
  for (const { key, line } of sites) explanations.set(key, because(line))
}
