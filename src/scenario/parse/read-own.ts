import { suggestion } from '../../core/nearest.ts'
import { childOf, entriesOf, textOf, type YamlMapping, type YamlNode } from '../../yaml/yaml-document.ts'
import type { OwnStep } from '../model/control.ts'
import { adjacentFile } from './adjacent-file.ts'
import { readChecks } from './read-checks.ts'
import type { StepBase } from './read-single-step.ts'
import { templateOf } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import type { Visible } from './visible-names.ts'

/** The modules that a file names. They are not loaded before a step uses them. */
export function readUses(node: YamlNode | undefined, reading: Reading): void {
  for (const { key, value } of entriesOf(node)) {
    const path = textOf(value)
    const found = adjacentFile(value, reading)
    if (path === undefined) continue
    if (!/\.(ts|mts|js|mjs)$/.test(path))
      report(reading, 'module', 'expected a module: a file that ends with .js, .mjs, .ts or .mts', value.place)
    reading.uses.set(key, { module: found?.path ?? path, source: path })
  }
}

/** A step of one's own. */
export function readOwn(
  node: YamlMapping,
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): OwnStep | undefined {
  const name = textOf(value)
  if (name === undefined) return undefined
  const used = reading.uses.get(name)
  const shown = name.slice(0, 60)
  if (used === undefined) {
    const message = `no module is named "${shown}" in "uses"; ${suggestion(shown, [...reading.uses.keys()])}`
    report(reading, 'unknown-module', message, value.place)
    return undefined
  }
  const given = childOf(node, 'with')
  const input =
    given === undefined ? { place: node.place, render: () => null } : templateOf(given, visible.declarations, reading)
  return { ...base, kind: 'own', ...used, input, ...readChecks(node, visible, reading) }
}
