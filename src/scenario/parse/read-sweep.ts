import { childOf, itemsOf, textOf, type YamlMapping, type YamlNode } from '../../yaml/yaml-document.ts'
import type { CloneDeclaration, SweepPeopleStep } from '../model/sweep.ts'
import { adjacentFile } from './adjacent-file.ts'
import { readChecks } from './read-checks.ts'
import type { StepBase } from './read-single-step.ts'
import { type Reading, report } from './reading.ts'
import type { Visible } from './visible-names.ts'

export function readSweep(
  node: YamlMapping,
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): SweepPeopleStep {
  if (reading.isClone !== true)
    report(
      reading,
      'no-source',
      'there is no source whose people could be looked for: the environment is no clone',
      node.place,
      'Add `clone: { policy: … }` to `given`.',
    )
  const except = itemsOf(childOf(value, 'except')).flatMap((place) => textOf(place) ?? [])
  return { ...base, kind: 'sweep', except, ...readChecks(node, visible, reading) }
}

/** What `given` says of a clone. */
export function readClone(given: YamlNode | undefined, reading: Reading): CloneDeclaration | undefined {
  const node = childOf(given, 'clone')
  const policy = adjacentFile(childOf(node, 'policy'), reading)
  return node && policy && { policyFile: policy.path, place: node.place }
}
