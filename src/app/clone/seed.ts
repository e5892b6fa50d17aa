import { transfer } from '../../clone/transfer.ts'
import type { TransferSource } from '../../core/transfer/ports.ts'
import type { TableAmount } from '../../core/transfer/transfer-events.ts'
import { openSnapshot } from '../../stores/files/snapshot-source.ts'
import type { Ambient } from '../ambient.ts'
import type { Configuration } from '../requests.ts'
import { openDestination, refuseDestination } from './destinations.ts'
import { pairs } from './pair-stores.ts'
import type { SeedRequest, TransferSummary } from './requests.ts'
import { summarize } from './summarize.ts'

/**
 * Loads a snapshot, after it was checked as a whole. Throws `snapshot.damaged` with the names of the files before anything
 * is written; else what `transfer` throws.
 */
export async function seedSnapshot(
  configuration: Configuration,
  { snapshot: directory, destination, readers, resume, sink }: SeedRequest,
  ambient: Ambient,
  signal: AbortSignal,
): Promise<TransferSummary> {
  const began = ambient.wallClock.now()
  await refuseDestination(destination, configuration)
  const snapshot = await openSnapshot(directory, signal)
  const { sources } = snapshot
  const summary = (amounts: readonly TableAmount[]): TransferSummary =>
    summarize(destination, sources, amounts, ambient.wallClock.now() - began)
  if (destination.kind === 'environment') {
    const { name, launch } = destination
    const { environmentUp } = await import('../environment-up.ts')
    const request = { name, snapshot: directory, isChecked: true }
    const environment = await environmentUp(configuration, request, launch(directory), signal)
    return { ...summary([...sources].flatMap(amountsIn)), environment }
  }
  const context = { configuration, ambient, sources, made: snapshot.manifest.made, signal }
  await using open = await openDestination(destination, context)
  const stores = pairs(sources, open.targets).map((pair) => ({ ...pair, transformOf: () => undefined }))
  const amounts = await transfer(stores, { parts: {}, resume, readers, sink, signal })
  return summary(amounts)
}

function amountsIn([system, { schema }]: [string, TransferSource]): TableAmount[] {
  return schema.tables
    .filter(({ holdsNoRows }) => holdsNoRows === undefined)
    .map(({ name: table, rows, bytes }) => ({ system, table, rows, bytes }))
}
