import { join } from 'node:path'
import type { JsonObject } from '../src/core/json.ts'
import { erpPages } from '../src/landscape/connector/erp-pages.ts'
import { discountedExactly } from '../src/landscape/connector/prices/discounted.ts'
import { exchangePrices } from '../src/landscape/connector/prices/price-exchange.ts'
import { shopPrice } from '../src/landscape/connector/prices/shop-price.ts'
import { validityInDays } from '../src/landscape/connector/prices/validity.ts'
import { loadTables } from '../src/landscape/pack/load-tables.ts'
import { readPack } from '../src/landscape/pack/read-pack.ts'
import { type PriceSystems, priceSystems } from '../test/landscape/connector/prices/price-systems.ts'
import { type Benchmark, median } from './benchmark.ts'

const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
/** `l` for the size that is the goal; a smaller one for a short run. */
const size = process.env.BENCH_SIZE ?? 'l'
const oneByOne = 2_000
const modules = { discounted: discountedExactly, validityOf: validityInDays }

/**
 * From an ERP to a shop without prices, over HTTP, all in one process beside one PostgreSQL. The other connector reads the
 * pages of the service layer and writes each price by a request of its own; it has fewer rows, and is told per row.
 */
export const prices: Benchmark = {
  title: `customers' prices in bulk, size ${size} of the pack wholesale, beside row by row, ${rounds} rounds`,
  async measure() {
    await using systems = await priceSystems()
    const pack = await readPack(join(import.meta.dirname, '../fixtures/wholesale'), size)
    for (const system of ['erp', 'shop'] as const) {
      await loadTables(pack, system, systems.stores[system])
      await systems.stores[system].script('vacuum analyze')
    }
    const { rows } = await systems.stores.erp.query<{ n: number }>('select count(*) as n from special_price')
    const conditions = rows[0]?.n ?? 0
    const bulk: number[] = []
    const single: number[] = []
    let peakBytes = 0
    const watch = setInterval(() => {
      peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
    }, 50)
    for (let round = 0; round < rounds; round++) {
      await forget(systems)
      single.push(await rowByRow(systems))
      await forget(systems)
      const { written, seconds } = await exchangePrices(systems.clients, modules)
      if (written !== conditions) throw new Error('the exchange has lost prices')
      bulk.push(written / seconds)
    }
    clearInterval(watch)
    if (systems.bugs().length > 0) throw new Error('a mirror failed: measure a run that passes')
    const name = `in bulk, ${conditions} prices`
    return {
      figures: [
        { name, value: median(bulk), unit: '1/s' },
        { name: `row by row, ${oneByOne} prices`, value: median(single), unit: '1/s' },
        { name: 'peak memory of connector and mirrors', value: peakBytes / 2 ** 20, unit: 'MB' },
      ],
      ratios: { 'in bulk against row by row': median(bulk) / median(single) },
      goals: { [name]: { atLeast: 50_000 } },
    }
  },
}

async function forget({ stores }: PriceSystems): Promise<void> {
  await stores.shop.script('truncate product_price; checkpoint')
  await stores.oms.script('truncate watermark')
}

/** Gives the prices a second. */
async function rowByRow({ clients }: PriceSystems): Promise<number> {
  const started = performance.now()
  let done = 0
  for await (const page of erpPages(clients.erp, 'SpecialPrices'))
    for (const condition of page) {
      const payload = [shopPrice(condition, modules) satisfies JsonObject]
      const body = { price: { entity: 'product_price', action: 'upsert', payload } }
      await clients.shop('POST', '/api/_action/sync', { body })
      done++
      if (done === oneByOne) return done / ((performance.now() - started) / 1000)
    }
  throw new Error(`there are fewer than ${oneByOne} prices`)
}
