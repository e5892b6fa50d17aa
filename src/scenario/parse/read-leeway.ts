import { suggestion } from '../../core/nearest.ts'
import { childOf, entriesOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { ReconcileSourcesStep } from '../model.ts'
import { readTolerance } from './read-tolerance.ts'
import { type Reading, report } from './reading.ts'

/** What a reconciliation lets pass: numbers that are nearly the same, and records that some source may lack. */
export function readLeeway(
  reconcile: YamlNode,
  reading: Reading,
): Pick<ReconcileSourcesStep, 'tolerance' | 'optional'> {
  const columns = itemsOf(childOf(reconcile, 'compare')).flatMap((column) => textOf(column) ?? [])
  const sources = entriesOf(childOf(reconcile, 'sources')).map(({ key }) => key)
  for (const { key, keyPlace } of entriesOf(childOf(reconcile, 'tolerance')))
    if (!columns.includes(key)) unknown('column that is compared', key, keyPlace, columns, reading)
  const optional = itemsOf(childOf(childOf(reconcile, 'allow'), 'missingIn')).flatMap((item) => {
    const name = textOf(item)
    if (name !== undefined && !sources.includes(name)) unknown('source', name, item.place, sources, reading)
    return name ?? []
  })
  const tolerance = readTolerance(childOf(reconcile, 'tolerance'), reading)
  return { ...(Object.keys(tolerance).length > 0 && { tolerance }), ...(optional.length > 0 && { optional }) }
}

function unknown(
  what: string,
  name: string,
  place: YamlNode['place'],
  known: readonly string[],
  reading: Reading,
): void {
  const shown = name.slice(0, 60)
  report(reading, 'unknown-value', `"${shown}" is no ${what}; ${suggestion(shown, known)}`, place)
}
