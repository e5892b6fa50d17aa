import { createHash } from 'node:crypto'
import type { SqlStore } from '../../core/sql-store.ts'
import type { DatabaseContent } from '../../environment/embedded/postgres/postgres.ts'
import { erpSchema } from '../../landscape/erp/schema.ts'
import { omsSchema } from '../../landscape/oms/schema.ts'
import { loadTables } from '../../landscape/pack/load-tables.ts'
import type { Pack } from '../../landscape/pack/pack.ts'
import { paymentSchema } from '../../landscape/payment/schema.ts'
import { promoSchema } from '../../landscape/promo/schema.ts'
import { shopSchema } from '../../landscape/shop/schema.ts'
import type { SqlSystemName } from '../../landscape/systems.ts'
import { wmsSchema } from '../../landscape/wms/schema.ts'

const schemas: Readonly<Record<SqlSystemName, string>> = {
  erp: erpSchema,
  shop: shopSchema,
  oms: omsSchema,
  payment: paymentSchema,
  promo: promoSchema,
  wms: wmsSchema,
}

/** The databases of mirrors, filled from a pack. The key changes with any of it. */
export function databaseContent(pack: Pack, systems: readonly SqlSystemName[]): DatabaseContent {
  return {
    key: keyOf([...systems, ...systems.map((system) => schemas[system]), pack.hash]),
    databases: systems,
    async fill(stores) {
      await Promise.all(systems.map((system) => fillDatabase(stores[system] as SqlStore, pack, system)))
    },
  }
}

/** The databases of mirrors without rows, for data that comes from a snapshot. */
export function emptyDatabases(systems: readonly SqlSystemName[]): DatabaseContent {
  return {
    key: `empty-${keyOf([...systems, ...systems.map((system) => schemas[system])])}`,
    databases: systems,
    growing: true,
    async fill(stores) {
      await Promise.all(systems.map((system) => (stores[system] as SqlStore).script(schemas[system])))
    },
  }
}

async function fillDatabase(store: SqlStore, pack: Pack, system: SqlSystemName): Promise<void> {
  await store.script(schemas[system])
  await loadTables(pack, system, store)
}

function keyOf(parts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 16)
}
