import type { JsonObject } from '../../core/json.ts'
import { nearlySame } from '../match/nearly-same.ts'

export interface StateRules {
  /** The columns that tell rows apart. */
  key: readonly string[]
  ignore: readonly string[]
  /** Decimal texts by column. */
  tolerance: Readonly<Record<string, string>>
}

export interface StateChanges {
  added: JsonObject[]
  removed: JsonObject[]
  /** Only the columns that differ. */
  changed: { key: JsonObject; before: JsonObject; after: JsonObject }[]
}

/** What has become of rows, key by key. Rows of one key that are there several times are told apart by their order. */
export function compareStates(
  before: readonly JsonObject[],
  after: readonly JsonObject[],
  rules: StateRules,
): StateChanges {
  const earlier = byKey(before, rules.key)
  const later = byKey(after, rules.key)
  const changes: StateChanges = { added: [], removed: [], changed: [] }
  for (const [id, row] of earlier) {
    const now = later.get(id)
    if (now === undefined) changes.removed.push(row)
    else noteChange(row, now, rules, changes)
  }
  for (const [id, row] of later) if (!earlier.has(id)) changes.added.push(row)
  return changes
}

export function countOf({ added, removed, changed }: StateChanges): number {
  return added.length + removed.length + changed.length
}

function byKey(rows: readonly JsonObject[], key: readonly string[]): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>()
  const counts = new Map<string, number>()
  for (const row of rows) {
    const id = JSON.stringify(key.map((column) => String(row[column])))
    const count = (counts.get(id) ?? 0) + 1
    counts.set(id, count)
    found.set(`${id}#${count}`, row)
  }
  return found
}

function noteChange(before: JsonObject, after: JsonObject, rules: StateRules, changes: StateChanges): void {
  const columns = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (column) =>
      !rules.ignore.includes(column) &&
      !rules.key.includes(column) &&
      !nearlySame(before[column] ?? null, after[column] ?? null, rules.tolerance[column]),
  )
  if (columns.length === 0) return
  changes.changed.push({
    key: only(before, rules.key),
    before: only(before, columns),
    after: only(after, columns),
  })
}

function only(row: JsonObject, columns: readonly string[]): JsonObject {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]))
}
