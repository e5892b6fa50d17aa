import { environmentError, usageError } from '../../core/error.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { SeedRowsStep } from '../model/state.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { toJson } from './to-json.ts'

const rowsPerInsert = 1_000

/** Puts rows or documents into a system's store, or a pack on top of what is there. The answer is `{ inserted }`. */
export async function seedRows(step: SeedRowsStep, context: StepContext): Promise<Attempt> {
  const { into } = step
  if ('pack' in into) return { answer: { inserted: await loadPack(into.pack, step, context) } }
  const rows = rowsOf(step, context)
  const system = context.landscape.systems.get(into.system)
  if ('table' in into) {
    const store = system?.sql
    if (store === undefined) throw noStore(into.system, step)
    await store.transaction(async (session) => {
      for (const part of parts(rows)) await session.query(insertion(into.table, part), [JSON.stringify(part)])
    })
  } else {
    const store = system?.documents
    if (store === undefined) throw noStore(into.system, step)
    for (const part of parts(rows)) await store.collection(into.collection).insert(part)
  }
  return { answer: { inserted: rows.length } }
}

async function loadPack(name: string, { place }: SeedRowsStep, { seedPack }: StepContext): Promise<number> {
  if (seedPack !== undefined) return seedPack(name)
  throw environmentError({ code: 'seed.no-packs', message: 'this environment takes no packs while it runs', place })
}

function rowsOf({ rows, place }: SeedRowsStep, { scope }: StepContext): JsonObject[] {
  const rendered = toJson(rows.render(scope))
  if (Array.isArray(rendered) && rendered.every(isJsonObject)) return rendered
  throw usageError({ code: 'scenario.not-rows', message: '"rows" needs a list of objects', place })
}

function* parts(rows: readonly JsonObject[]): Generator<JsonObject[]> {
  for (let start = 0; start < rows.length; start += rowsPerInsert) yield rows.slice(start, start + rowsPerInsert)
}

/** Columns that no row names get their defaults; values are read as the types of the columns. */
function insertion(table: string, rows: readonly JsonObject[]): string {
  const columns = [...new Set(rows.flatMap(Object.keys))].map(quoted).join(', ')
  const target = table.split('.').map(quoted).join('.')
  return `insert into ${target} (${columns}) overriding system value select ${columns} from json_populate_recordset(null::${target}, $1)`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function noStore(system: string, { place }: SeedRowsStep): Error {
  return environmentError({ code: 'system.no-store', message: `${system} has no store in this environment`, place })
}
