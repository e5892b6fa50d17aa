import { parseDuration } from '../../core/duration.ts'
import type { Problem } from '../../core/error.ts'
import type { Place } from '../../core/place.ts'
import { childOf, entriesOf, entryOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { CheckedScenario } from '../parse/check-scenario.ts'
import { stepsBelow } from '../parse/name-sites.ts'

/** What is allowed, but most likely not meant. */
export function findWarnings({ scenario, problems, document, used }: CheckedScenario, fileName: string): Problem[] {
  const { root } = document
  const warnings: Problem[] = []
  const warn = (code: string, message: string, place: Place, remedy?: string): void => {
    warnings.push({ code: `lint.${code}`, message, place, ...(remedy !== undefined && { remedy }) })
  }
  const name = childOf(root, 'name')
  if (name !== undefined && scenario.name !== fileName.replace(/\.ya?ml$/, ''))
    warn('file-name', `the scenario "${scenario.name}" is in a file of another name`, name.place)
  if (scenario.catches.length === 0)
    warn('no-catches', 'no defect is named that the scenario must catch', root.place, 'Name some in `catches`.')
  const steps = allSteps([...itemsOf(childOf(root, 'steps')), ...itemsOf(childOf(root, 'finally'))])
  if (scenario.invariants.length === 0 && !steps.some(isCheck))
    warn('no-checks', 'nothing is checked: no step expects anything, and there is no invariant', root.place)
  // An expression that was refused may well read what looks unused.
  const allRead = !problems.some(({ code }) => code.startsWith('expression.'))
  for (const step of steps) {
    for (const { key, keyPlace } of entriesOf(childOf(step, 'capture')))
      if (allRead && !used.has(key)) warn('unused-capture', `"${key}" is captured, and never read`, keyPlace)
    checkPolling(childOf(step, 'eventually'), warn)
  }
  const catches = itemsOf(childOf(root, 'catches'))
  for (const [index, defect] of catches.entries())
    if (catches.slice(0, index).some((other) => textOf(other) === textOf(defect)))
      warn('duplicate-defect', `"${textOf(defect)}" is named twice`, defect.place)
  return warnings
}

function checkPolling(
  eventually: YamlNode | undefined,
  warn: (code: string, message: string, place: Place, remedy?: string) => void,
): void {
  const every = entryOf(eventually, 'every')
  const within = parseDuration(textOf(childOf(eventually, 'within')) ?? '')
  const period = parseDuration(textOf(every?.value) ?? '')
  if (every !== undefined && within !== undefined && period !== undefined && period > within)
    warn('polling', '"every" is longer than "within", so there is no second try', every.keyPlace)
}

function isCheck(step: YamlNode): boolean {
  return ['expect', 'assert', 'reconcile', 'consume'].some((key) => childOf(step, key) !== undefined)
}

function allSteps(nodes: readonly YamlNode[]): YamlNode[] {
  return nodes.flatMap((node) => [node, ...allSteps(stepsBelow(node))])
}
