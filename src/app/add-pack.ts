import type { RunningLandscape } from '../core/landscape.ts'
import { loadDocuments } from '../landscape/pack/load-documents.ts'
import { loadTables } from '../landscape/pack/load-tables.ts'
import type { Pack } from '../landscape/pack/pack.ts'

/** Loads a pack into a landscape that is up, on top of its data, and gives the number of its tables and collections. */
export async function addPack(pack: Pack, { systems }: RunningLandscape): Promise<number> {
  for (const [name, { sql, documents }] of systems) {
    if (sql !== undefined) await loadTables(pack, name, sql)
    if (documents !== undefined) await loadDocuments(pack, name, documents)
  }
  return [...Object.values(pack.tables), ...Object.values(pack.collections)].reduce(
    (sum, parts) => sum + parts.length,
    0,
  )
}
