import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { inventoryId, type Method } from './method.ts'

/** A warehouse of the OMS as the hub names it: `oms_` and its code. */
export function warehouseName(code: string): string {
  return `oms_${code}`
}

/** The code of a warehouse of the OMS; nothing for a warehouse of somebody else. */
export function warehouseCode(name: string): string | undefined {
  return name.startsWith('oms_') ? name.slice(4) : undefined
}

export const getInventories: Method = async ({ oms }) => {
  const warehouses = (await locations(oms)).map(({ code }) => warehouseName(code))
  return {
    inventories: [
      {
        inventory_id: inventoryId,
        name: 'Shop',
        description: '',
        languages: ['en'],
        default_language: 'en',
        price_groups: [1],
        default_price_group: 1,
        warehouses,
        default_warehouse: warehouses[0] ?? null,
        reservations: true,
        is_default: true,
      },
    ],
  }
}

export const getInventoryWarehouses: Method = async ({ oms }) => ({
  warehouses: (await locations(oms)).map(({ code, name }) => ({
    warehouse_type: 'oms',
    warehouse_id: code,
    name,
    description: '',
    stock_edition: true,
    is_default: false,
  })) satisfies JsonObject[],
})

async function locations(oms: SqlStore): Promise<{ code: string; name: string }[]> {
  const { rows } = await oms.query<{ code: string; name: string }>(
    `select code, name from location where kind = 'warehouse' order by priority, code`,
  )
  return rows
}
