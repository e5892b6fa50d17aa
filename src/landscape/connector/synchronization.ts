import type { JsonObject } from '../../core/json.ts'
import type { Behaviour } from '../defects/table.ts'
import { exchangeAvailability } from './availability.ts'
import { type CatalogueModules, rebuildWholly } from './catalogue/exchange.ts'
import type { ConnectorClients } from './clients.ts'

/** Everything once more, while the shop is open: the stock count, the availability, the catalogue. */
export async function synchronizeFully(
  clients: ConnectorClients,
  behaviour: CatalogueModules & Pick<Behaviour, 'importStockCount'>,
): Promise<undefined> {
  await behaviour.importStockCount(clients)
  await exchangeAvailability(clients)
  await rebuildWholly(clients, behaviour)
}

/** With what the last one has to tell of what it did, where it tells anything. */
export interface SynchronizationState extends JsonObject {
  state: 'none' | 'running' | 'done' | 'failed'
  /** How many have been started. */
  started: number
}

export interface Synchronizations {
  /** Starts one; while one runs, there is no second. Gives whether it was started. */
  start(): boolean
  state(): SynchronizationState
  /** Resolves when none runs. */
  settled(): Promise<void>
}

/** Synchronizations that somebody asks for; what they fail with is told. */
export function synchronizations(
  run: () => Promise<JsonObject | undefined>,
  onFailure: (thrown: unknown) => void,
): Synchronizations {
  let current: SynchronizationState = { state: 'none', started: 0 }
  let running: Promise<void> = Promise.resolve()
  const end = (state: SynchronizationState['state'], did: JsonObject = {}): void => {
    current = { ...did, state, started: current.started }
  }
  return {
    start() {
      if (current.state === 'running') return false
      current = { state: 'running', started: current.started + 1 }
      running = run().then(
        (did) => end('done', did),
        (thrown: unknown) => {
          end('failed')
          onFailure(thrown)
        },
      )
      return true
    },
    state: () => current,
    settled: () => running,
  }
}
