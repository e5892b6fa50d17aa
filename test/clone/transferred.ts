import { transfer } from '../../src/clone/transfer.ts'
import type { TransferSource } from '../../src/core/transfer/ports.ts'
import type { TransferEvent } from '../../src/core/transfer/transfer-events.ts'
import { openSnapshotTarget } from '../../src/stores/files/snapshot-target.ts'

export interface ToSnapshotOptions {
  readers?: number
  resume?: boolean
  parts?: Record<string, string>
  signal?: AbortSignal
  events?: TransferEvent[]
  isRunning?: (processId: number) => Promise<boolean>
}

/** Moves systems to a snapshot directory, as a clone does. */
export async function toSnapshot(
  sources: Readonly<Record<string, TransferSource>>,
  directory: string,
  { readers = 2, resume = false, parts = {}, signal = new AbortController().signal, events, ...own }: ToSnapshotOptions,
) {
  await using snapshot = await openSnapshotTarget(directory, {
    made: { standin: '0.0.0', policy: 'abc' },
    processId: 4_000_000,
    isRunning: own.isRunning ?? (async () => false),
  })
  const stores = Object.entries(sources).map(([system, source]) => ({
    system,
    source,
    target: snapshot.targetOf(system, source.server),
    transformOf: () => undefined,
  }))
  return await transfer(stores, { parts, resume, readers, sink: (event) => void events?.push(event), signal })
}
