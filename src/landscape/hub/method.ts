import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import type { Reserve } from '../oms/reserve.ts'
import type { TakeStockCount } from '../oms/stock.ts'
import { Refusal } from '../refusal.ts'

/** What the hub shows: the shop's products and orders, and the OMS's stock. */
export interface HubSystems {
  shop: SqlStore
  oms: SqlStore
  reserve: Reserve
  takeStockCount: TakeStockCount
  newId(): string
}

export interface HubCall {
  now: Instant
  correlationId?: string
}

/** A method of the hub's API: from its parameters to the fields of its answer. */
export type Method = (systems: HubSystems, parameters: JsonObject, call: HubCall) => Promise<JsonObject>

/** The hub has one catalogue. */
export const inventoryId = 1

/** Refuses any other catalogue. */
export function requireInventory({ inventory_id: id }: JsonObject): void {
  if (Number(id) !== inventoryId) throw hubRefusal('ERROR_STORAGE_ID', 'The inventory was not found.')
}

/** Errors are told in the body; the status is that of any answer. */
export function hubRefusal(code: string, message: string): Refusal {
  return new Refusal(200, code, message)
}
