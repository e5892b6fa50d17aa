import { refuseWhenAborted } from '../core/error.ts'
import type { TransferSink } from '../core/transfer/transfer-events.ts'
import type { StoreTransfer } from './store-transfer.ts'

/**
 * Swaps all targets in, one right after the other. When one fails, those before it are put back, as far as they can: the
 * stores are different servers, and no transaction spans them. An interruption between two swaps waits for the rest.
 */
export async function swapAllIn(
  stores: readonly StoreTransfer[],
  sink: TransferSink,
  signal: AbortSignal,
): Promise<void> {
  refuseWhenAborted(signal)
  const swapped: StoreTransfer[] = []
  try {
    for (const store of stores) {
      await store.target.swapIn()
      swapped.push(store)
      sink({ type: 'swapped', system: store.system })
    }
  } catch (thrown) {
    for (const { target } of swapped.reverse()) await target.swapBack?.().catch(() => undefined)
    throw thrown
  }
}
