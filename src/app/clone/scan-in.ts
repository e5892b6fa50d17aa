import type { TransferSource } from '../../core/transfer/ports.ts'
import type { Schemas } from '../../policy/schemas.ts'
import type { RunScan } from '../treatments/prepare-treatments.ts'

/** Walks through columns of whichever source a scan is meant for. */
export function scanIn(sources: ReadonlyMap<string, TransferSource>, signal: AbortSignal): RunScan {
  return async ({ system, table: name, columns, visit }) => {
    const source = sources.get(system)
    const table = source?.schema.tables.find((one) => one.name === name)
    if (source === undefined || table === undefined) throw new Error(`a scan of ${system}.${name}, which is not there`)
    await source.scan(table, columns, visit, signal)
  }
}

export function schemasOf(sources: ReadonlyMap<string, TransferSource>): Schemas {
  return new Map([...sources].map(([system, { schema }]) => [system, schema]))
}
