import { type LandscapeClock, landscapeClock } from '../../../src/core/clock.ts'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { embeddedMessageLog } from '../../../src/environment/embedded/message-log/message-log.ts'
import { omsMirror } from '../../../src/landscape/oms/mirror.ts'
import { giveBackOnce } from '../../../src/landscape/oms/release.ts'
import { reserveWithLock } from '../../../src/landscape/oms/reserve.ts'
import { omsSchema } from '../../../src/landscape/oms/schema.ts'
import { takeStockCount } from '../../../src/landscape/oms/stock.ts'
import { type Databases, startDatabases } from '../../scenario/databases.ts'
import { type ServedMirror, servedMirror, testKey } from '../served-api.ts'

/** The OMS over a database of its own, with two warehouses and a store; 10 units of `A` in the first. */
export interface OmsAtWork extends ServedMirror {
  store: SqlStore
  clock: LandscapeClock
  databases: Databases
}

export async function omsAtWork(): Promise<OmsAtWork> {
  const databases = await startDatabases(['oms'])
  const store = databases.stores.oms as SqlStore
  await store.script(omsSchema)
  await store.script(`
    insert into location (code, name, kind, country, priority) values
      ('W1', 'First', 'warehouse', 'DE', 1), ('W2', 'Second', 'warehouse', 'PL', 2), ('S1', 'Shop', 'store', 'DE', 10);
    insert into stock (sku, location, on_hand) values ('A', 'W1', 10), ('A', 'W2', 0), ('A', 'S1', 3), ('B', 'W1', 5);`)
  const clock = landscapeClock({ start: 0, settle: async () => undefined, onJob: () => undefined })
  const log = embeddedMessageLog({ clock, onPublished: () => undefined })
  for (const topic of ['stock', 'order-changes']) await log.createTopic(topic, { partitions: 1 })
  const served = await servedMirror(
    omsMirror({ store, log, clock, apiKey: testKey, reserve: reserveWithLock, giveBack: giveBackOnce, takeStockCount }),
  )
  return {
    ...served,
    store,
    clock,
    databases,
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      await log.close()
      await databases[Symbol.asyncDispose]()
    },
  }
}
