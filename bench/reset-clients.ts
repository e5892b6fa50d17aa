/* Programs that work on databases while those are reset: each changes rows, and connects again when it was cut off. */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

const connectionsEach = 5
const between = 60
const urls = process.argv.slice(2)
let written = 0

await Promise.all(urls.flatMap((url) => Array.from({ length: connectionsEach }, () => work(url))))

async function work(url: string): Promise<never> {
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => undefined)
    try {
      await client.connect()
      for (;;) {
        await client.query(
          `update item set quantity = quantity + 1, changed = true
             where id in (select (hashint4($1 + n) & 2147483647) % 100000 + 1 from generate_series(1, 5) n)`,
          [written++],
        )
        await pause(between)
      }
    } catch {
      // Cut off, as everybody is whose database is reset.
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}
