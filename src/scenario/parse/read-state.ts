import { suggestion } from '../../core/nearest.ts'
import {
  childOf,
  entriesOf,
  entryOf,
  itemsOf,
  textOf,
  type YamlMapping,
  type YamlNode,
} from '../../yaml/yaml-document.ts'
import type { DiffStateStep, KeyedSource, SeedRowsStep, SnapshotStateStep } from '../model/state.ts'
import { systemWith } from './outline-names.ts'
import { checkName, readChecks } from './read-checks.ts'
import { readQuery } from './read-query.ts'
import { rowsOfFile } from './read-rows.ts'
import type { StepBase } from './read-single-step.ts'
import { readTolerance } from './read-tolerance.ts'
import { templateOf } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import type { Visible } from './visible-names.ts'

/** Rows for a table or a collection, or a pack. */
export function readSeed(
  node: YamlMapping,
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): SeedRowsStep | undefined {
  const checks = readChecks(node, visible, reading)
  const pack = textOf(childOf(value, 'pack'))
  const none = { place: value.place, render: () => [] }
  if (pack !== undefined) return { ...base, kind: 'seed', into: { pack }, rows: none, ...checks }
  const rows = childOf(value, 'rows')
  const [table, collection] = [textOf(childOf(value, 'table')), textOf(childOf(value, 'collection'))]
  if ((table === undefined) === (collection === undefined)) {
    report(reading, 'seed', 'expected either "table" or "collection"', value.place)
    return undefined
  }
  if (table !== undefined && !/^[A-Za-z_][\w$]*(\.[A-Za-z_][\w$]*)?$/.test(table))
    report(reading, 'seed', 'expected the name of a table', childOf(value, 'table')?.place ?? value.place)
  if (rows === undefined) return undefined
  const system = systemWith(table === undefined ? 'documents' : 'sql', childOf(value, 'system'), reading)
  const into = table === undefined ? { system, collection: collection ?? '' } : { system, table }
  const read = rows.kind === 'list' ? undefined : (rowsOfFile(rows, reading) ?? [])
  const template =
    read === undefined ? templateOf(rows, visible.declarations, reading) : { place: rows.place, render: () => read }
  return { ...base, kind: 'seed', into, rows: template, ...checks }
}

/** Queries whose rows are remembered. */
export function readSnapshot(value: YamlNode, base: StepBase, visible: Visible, reading: Reading): SnapshotStateStep {
  const name = childOf(value, 'name')
  const as = textOf(name) ?? ''
  if (name !== undefined && as !== '') checkName(as, name.place, 'snapshot', reading)
  const sources = entriesOf(childOf(value, 'sources')).flatMap(({ key, value: source }): KeyedSource[] => {
    const query = readQuery(source, visible.declarations, reading)
    const columns = itemsOf(childOf(source, 'key')).flatMap((column) => textOf(column) ?? [])
    return query === undefined ? [] : [{ name: key, key: columns, query }]
  })
  if (sources.length === 0 && childOf(value, 'sources')?.kind === 'mapping')
    report(reading, 'sources', 'expected at least one source', value.place)
  reading.snapshots.set(as, sources)
  return { ...base, kind: 'snapshot', as, sources }
}

/** What is compared, and how. */
export function readDiff(
  node: YamlMapping,
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): DiffStateStep {
  const to = entryOf(value, 'to') === undefined ? undefined : knownSnapshot(childOf(value, 'to'), reading)
  const from = knownSnapshot(childOf(value, 'from'), reading)
  return {
    ...base,
    kind: 'diff',
    from,
    ...(to !== undefined && { to }),
    sources: reading.snapshots.get(from) ?? [],
    ignore: itemsOf(childOf(value, 'ignore')).flatMap((column) => textOf(column) ?? []),
    tolerance: readTolerance(childOf(value, 'tolerance'), reading),
    ...readChecks(node, visible, reading),
  }
}

function knownSnapshot(node: YamlNode | undefined, reading: Reading): string {
  const name = textOf(node) ?? ''
  if (node === undefined || name === '' || reading.snapshots.has(name)) return name
  const shown = name.slice(0, 60)
  const hint = suggestion(shown, [...reading.snapshots.keys()])
  report(reading, 'unknown-snapshot', `no step before this one makes a snapshot "${shown}"; ${hint}`, node.place)
  return name
}
