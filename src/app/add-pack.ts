import type { RunningLandscape } from '../core/landscape.ts'
import { loadDocuments, loadQueriedDocuments } from '../landscape/pack/load-documents.ts'
import { loadTables } from '../landscape/pack/load-tables.ts'
import type { Pack } from '../landscape/pack/pack.ts'

/** Loads a pack into a landscape that is up, on top of its data, and gives the number of its parts. */
export async function addPack(pack: Pack, { systems }: RunningLandscape): Promise<number> {
  for (const [name, { sql, documents }] of systems) {
    if (sql !== undefined) await loadTables(pack, name, sql)
    if (documents !== undefined) await loadDocuments(pack, name, documents)
  }
  for (const [name, { documents }] of systems)
    if (documents !== undefined) await loadQueriedDocuments(pack, name, documents, (system) => systems.get(system)?.sql)
  const { tables, collections, scripts, queries } = pack
  const parts = [tables, collections, queries].flatMap((bySystem) => Object.values(bySystem).flat())
  return parts.length + Object.keys(scripts).length
}
