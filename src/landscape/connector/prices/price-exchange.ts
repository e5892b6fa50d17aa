import type { JsonObject } from '../../../core/json.ts'
import type { ConnectorClients } from '../clients.ts'
import { type PriceModules, shopPrice } from './shop-price.ts'

/** What an exchange of prices has done. */
export interface PriceExchange extends JsonObject {
  /** Conditions and deletions that the ERP has told of. */
  read: number
  written: number
  deleted: number
  /** Those that the shop does not take: of customers whom it does not know. They come with the customer. */
  refused: number
  seconds: number
}

interface Batch {
  /** As the shop takes them. */
  lines: readonly string[]
  /** What tells the prices apart in the shop. */
  keys: ReadonlySet<string>
  position: number
  more: boolean
}

/** A batch that the shop is writing, and its answer. */
interface Sent {
  batch: Batch
  answer: Promise<JsonObject>
}

const path = '/watermarks/prices'

/**
 * Brings all customers' prices that have changed since the watermark into the shop, batch by batch: while two are written,
 * the next is read. The watermark follows each batch that is in place with all before it, so that a run that broke off
 * goes on there, and a batch that is written again changes nothing.
 */
export async function exchangePrices(clients: ConnectorClients, modules: PriceModules): Promise<PriceExchange> {
  const started = performance.now()
  const done = { read: 0, written: 0, deleted: 0, refused: 0 }
  const finish = async ({ batch, answer }: Sent): Promise<void> => {
    const body = await answer
    done.read += batch.lines.length
    done.written += Number(body.written ?? 0)
    done.deleted += Number(body.deleted ?? 0)
    done.refused += ((body.errors ?? []) as JsonObject[]).length
    await clients.oms('PUT', path, { body: { position: { change: batch.position } } })
  }

  let next = readBatch(clients, modules, await readWatermark(clients))
  let before: Sent | undefined
  try {
    for (;;) {
      const batch = await next
      if (batch.more) next = waitedForLater(readBatch(clients, modules, batch.position))
      // What changed once more while we read has to be written last.
      if (before !== undefined && haveCommon(before.batch.keys, batch.keys)) {
        await finish(before)
        before = undefined
      }
      const sent = { batch, answer: waitedForLater(writeBatch(clients, batch)) }
      const earlier = before
      before = sent
      if (earlier !== undefined) await finish(earlier)
      if (!batch.more) {
        await finish(sent)
        return { ...done, seconds: Math.round(performance.now() - started) / 1000 }
      }
    }
  } finally {
    // Whoever hears that it failed can rely on it that nothing more is written.
    await before?.answer.catch(() => undefined)
  }
}

/** Whoever waits for it sees what it fails with; until then, nobody has to. */
function waitedForLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}

async function writeBatch({ shop }: ConnectorClients, { lines }: Batch): Promise<JsonObject> {
  if (lines.length === 0) return {}
  const { body } = await shop('POST', '/api/_action/bulk/product-price', {
    content: { type: 'application/x-ndjson', text: lines.join('\n') },
  })
  return body
}

async function readWatermark({ oms }: ConnectorClients): Promise<number> {
  const { status, body } = await oms('GET', path, { accept: [404] })
  return status === 404 ? 0 : Number((body.position as JsonObject).change)
}

/** An ERP that is not as far as we have been was restored from a copy: everything is read again. */
async function readBatch(clients: ConnectorClients, modules: PriceModules, after: number): Promise<Batch> {
  const { status, text, headers } = await clients.erp('GET', `/exchange/special-prices?after=${after}`, {
    plain: true,
    accept: [410],
  })
  if (status === 410) return readBatch(clients, modules, 0)
  const lines: string[] = []
  const keys = new Set<string>()
  for (const line of text.split('\n')) {
    if (line === '') continue
    const price = shopPrice(JSON.parse(line), modules)
    lines.push(JSON.stringify(price))
    keys.add(keyOf(price))
  }
  return {
    lines,
    keys,
    position: Number(headers.get('x-position')),
    more: headers.get('x-more') === 'true',
  }
}

function haveCommon(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const one of some) if (others.has(one)) return true
  return false
}

function keyOf({ productNumber, customerNumber, currency, quantityStart, validFrom }: JsonObject): string {
  return `${productNumber} ${customerNumber} ${currency} ${quantityStart} ${validFrom}`
}
