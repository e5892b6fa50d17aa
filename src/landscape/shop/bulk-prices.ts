import type { SqlSession, SqlStore, SqlTransaction } from '../../core/sql-store.ts'
import { type LineError, linesInParts, type PriceLine, readPriceLines } from './price-lines.ts'

/** What became of the lines of one request. */
export interface BulkResult {
  /** New prices, and those that are others now. */
  written: number
  deleted: number
  /** Prices that were there as they are, or gone already. */
  unchanged: number
  errors: LineError[]
}

/**
 * Writes prices, one a line, in one transaction: every line that has no error, and none of the others. While the database
 * writes some of them, the next ones are read.
 */
export async function writeBulkPrices(store: SqlStore, text: string): Promise<BulkResult> {
  const result: BulkResult = { written: 0, deleted: 0, unchanged: 0, errors: [] }
  return store.transaction(async (session) => {
    await session.query(
      `create temporary table taken_price on commit drop as select ${columns.join(', ')} from product_price limit 0`,
    )
    let writing: Promise<number> = Promise.resolve(0)
    for (const part of linesInParts(text)) {
      const { prices, errors } = readPriceLines(part)
      result.written += await writing
      const known = await knownCustomers(session, new Set(prices.flatMap(({ price }) => price.customerNumber ?? [])))
      const taken: PriceLine[] = []
      const gone: PriceLine[] = []
      for (const { line, price } of prices) {
        if (price.price === null) gone.push(price)
        else if (price.customerNumber === null || known.has(price.customerNumber)) taken.push(price)
        else errors.push({ line, detail: 'the shop has no such customer' })
      }
      result.errors.push(...errors.sort((one, other) => one.line - other.line))
      result.deleted += await deletePrices(session, gone)
      result.unchanged += taken.length + gone.length
      await session.query('truncate taken_price')
      await session.append('taken_price', columns, taken.values().map(fieldsOf))
      writing = upsertChanged(session)
      // Whoever waits for it sees what it fails with; until then, nobody has to.
      writing.catch(() => undefined)
    }
    result.written += await writing
    result.unchanged -= result.written + result.deleted
    return result
  })
}

async function knownCustomers(session: SqlSession, numbers: ReadonlySet<string>): Promise<Set<string>> {
  const { rows } = await session.query<{ number: string }>(
    'select customer_number as number from customer where customer_number = any($1)',
    [[...numbers]],
  )
  return new Set(rows.map(({ number }) => number))
}

const columns = ['product_number', 'customer_number', 'currency', 'quantity_start', 'price', 'valid_from', 'valid_to']

function fieldsOf(price: PriceLine): (string | null)[] {
  const { productNumber, customerNumber, currency, quantityStart, validFrom, validTo } = price
  return [productNumber, customerNumber, currency, String(quantityStart), price.price, validFrom, validTo]
}

/** Brings what was appended into the prices. */
async function upsertChanged(session: SqlTransaction): Promise<number> {
  const { rowCount } = await session.query(
    `insert into product_price as old (${columns.join(', ')}) select ${columns.join(', ')} from taken_price
     on conflict (product_number, customer_number, currency, quantity_start, valid_from)
     do update set price = excluded.price, valid_to = excluded.valid_to
     where (old.price, old.valid_to) is distinct from (excluded.price, excluded.valid_to)`,
  )
  return rowCount
}

async function deletePrices(session: SqlSession, prices: readonly PriceLine[]): Promise<number> {
  if (prices.length === 0) return 0
  const { rowCount } = await session.query(
    `delete from product_price old
     using json_to_recordset($1) as p("productNumber" text, "customerNumber" text, currency text, "quantityStart" int,
       "validFrom" timestamptz)
     where old.product_number = p."productNumber" and old.customer_number is not distinct from p."customerNumber"
       and old.currency = p.currency and old.quantity_start = p."quantityStart"
       and old.valid_from is not distinct from p."validFrom"`,
    [JSON.stringify(prices)],
  )
  return rowCount
}
