import { createHash } from 'node:crypto'
import type { SqlStore } from '../core/sql-store.ts'
import type { DatabaseContent } from '../environment/embedded/postgres/postgres.ts'
import { erpSchema } from '../landscape/erp/schema.ts'
import { omsSchema } from '../landscape/oms/schema.ts'
import { loadTables } from '../landscape/pack/load-tables.ts'
import type { Pack } from '../landscape/pack/pack.ts'
import { paymentSchema } from '../landscape/payment/schema.ts'
import { promoSchema } from '../landscape/promo/schema.ts'
import { shopSchema } from '../landscape/shop/schema.ts'
import { type SqlSystemName, sqlSystems } from '../landscape/systems.ts'
import { wmsSchema } from '../landscape/wms/schema.ts'

const schemas: Readonly<Record<SqlSystemName, string>> = {
  erp: erpSchema,
  shop: shopSchema,
  oms: omsSchema,
  payment: paymentSchema,
  promo: promoSchema,
  wms: wmsSchema,
}

/** The mirrors' databases, filled from a pack. The key changes with any of it. */
export function databaseContent(pack: Pack): DatabaseContent {
  const hash = createHash('sha256')
  for (const part of [...Object.values(schemas), pack.hash]) hash.update(part).update('\0')
  return {
    key: hash.digest('hex').slice(0, 16),
    databases: sqlSystems,
    async fill(stores) {
      await Promise.all(
        sqlSystems.map((system) => fillDatabase(stores[system] as SqlStore, schemas[system], pack, system)),
      )
    },
  }
}

/** The mirrors' databases without rows, for data that comes from a snapshot. */
export function emptyDatabases(): DatabaseContent {
  const hash = createHash('sha256')
  for (const schema of Object.values(schemas)) hash.update(schema).update('\0')
  return {
    key: `empty-${hash.digest('hex').slice(0, 16)}`,
    databases: sqlSystems,
    growing: true,
    async fill(stores) {
      await Promise.all(sqlSystems.map((system) => (stores[system] as SqlStore).script(schemas[system])))
    },
  }
}

async function fillDatabase(store: SqlStore, schema: string, pack: Pack, system: SqlSystemName): Promise<void> {
  await store.script(schema)
  await loadTables(pack, system, store)
}
