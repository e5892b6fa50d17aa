import { childOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import { concurrencies } from '../model/concurrency.ts'
import type { ParallelItems, ParallelLinesStep, ScenarioStep } from '../model.ts'
import { explain, sitesWithin } from './name-sites.ts'
import { checkName } from './read-checks.ts'
import type { StepBase } from './read-single-step.ts'
import { templateOf } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import { type Visible, withResults } from './visible-names.ts'

type ReadSteps = (nodes: readonly YamlNode[], before: Visible, reading: Reading) => { steps: ScenarioStep[] }

/** Lines that run at the same time. What is captured within a line stays within it. */
export function readParallel(
  step: YamlNode,
  node: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
  readSteps: ReadSteps,
): ParallelLinesStep {
  const branches = childOf(node, 'branches')
  const lines =
    branches === undefined
      ? readItems(node, visible, reading, readSteps)
      : { branches: readBranches(itemsOf(branches), visible, reading, readSteps) }
  explainInside(
    itemsOf(branches).flatMap((branch) => itemsOf(childOf(branch, 'steps'))),
    base.name,
    reading,
  )
  explainInside(itemsOf(childOf(node, 'steps')), base.name, reading)
  const item = textOf(childOf(node, 'as'))
  if (item !== undefined) reading.explanations.set(item, insideOnly(base.name))
  const stated = textOf(childOf(step, 'concurrency'))
  const concurrency = concurrencies.find((known) => known === stated)
  return { ...base, kind: 'parallel', ...(concurrency && { concurrency }), lines }
}

function readBranches(
  branches: readonly YamlNode[],
  visible: Visible,
  reading: Reading,
  readSteps: ReadSteps,
): { name: string; steps: ScenarioStep[] }[] {
  const names = new Set<string>()
  return branches.map((branch) => {
    const name = textOf(childOf(branch, 'name')) ?? ''
    if (names.has(name))
      report(reading, 'duplicate-branch', `two branches are named "${name.slice(0, 60)}"`, branch.place)
    names.add(name)
    const nodes = itemsOf(childOf(branch, 'steps'))
    const { steps } = readSteps(nodes, visible, reading)
    explain(
      reading.explanations,
      sitesWithin(nodes),
      () => `it belongs to the branch "${name}", which runs at the same time`,
    )
    return { name, steps }
  })
}

function readItems(node: YamlNode, visible: Visible, reading: Reading, readSteps: ReadSteps): ParallelItems {
  const each = childOf(node, 'each') ?? node
  const item = childOf(node, 'as')
  const name = textOf(item) ?? ''
  if (item !== undefined && name !== '') checkName(name, item.place, 'loop item', reading)
  if (textOf(each) !== undefined && !/^\s*\$\{\{.*\}\}\s*$/s.test(textOf(each) ?? ''))
    report(reading, 'each', `expected a list, or an expression in \${{ }} that yields one`, each.place)
  const inside = name === '' ? visible : withResults(visible, [name], [])
  return {
    each: templateOf(each, visible.declarations, reading),
    as: name,
    steps: readSteps(itemsOf(childOf(node, 'steps')), inside, reading).steps,
  }
}

function explainInside(steps: readonly YamlNode[], name: string, reading: Reading): void {
  explain(reading.explanations, sitesWithin(steps), () => insideOnly(name))
}

function insideOnly(name: string): string {
  return `it belongs to a line of the parallel step "${name}", and can be read within that line only`
}
