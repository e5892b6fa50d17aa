import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { Message } from '../../core/message-log.ts'
import type { ConnectorClients } from './clients.ts'

/** The price of an article in a list has changed in the ERP; without a price it is gone. */
export interface PriceChange {
  article: string
  priceList: string
  price: string | null
  currency: string | null
  /** The same for the same change, however often it comes. */
  position: string
}

/** Gives each that follows price changes its consumer group, and with it a place of its own in the log. */
export type FollowerGroup = (follower: string) => string

export const ownGroup: FollowerGroup = (follower) => `connector: price changes for ${follower}`

/** Reads events of the topic `prices`. */
export function priceChangesIn(messages: readonly Message[]): PriceChange[] {
  return messages.map(({ value }) => {
    if (!isJsonObject(value) || !isJsonObject(value.source)) throw new Error('a change must have a source')
    const row = (value.after ?? value.before) as JsonObject | null
    if (!isJsonObject(row) || typeof row.item_code !== 'string') throw new Error('item_code must be a text')
    const after = value.after as JsonObject | null
    return {
      article: row.item_code,
      priceList: String(row.price_list),
      price: after === null ? null : String(after.price),
      currency: after === null ? null : String(after.currency),
      position: String((value.source as JsonObject).position),
    }
  })
}

/** The price list that the shop sells by. */
const shopPriceList = '1'

/** Brings a new price into the shop at once. An article that the shop does not have is left out. */
export async function bringPrices({ shop }: ConnectorClients, changes: readonly PriceChange[]): Promise<void> {
  for (const { article, priceList, price, currency } of changes) {
    if (priceList !== shopPriceList || price === null) continue
    await shop('PATCH', `/api/product/${encodeURIComponent(article)}`, { body: { price, currency }, accept: [404] })
  }
}

/** Tells of each change in a chat, once. */
export async function tellPrices(
  { notify }: ConnectorClients,
  follower: string,
  to: string,
  changes: readonly PriceChange[],
): Promise<void> {
  for (const { article, priceList, price, currency, position } of changes) {
    await notify('POST', '/chat', {
      headers: { 'idempotency-key': `price change ${position} for ${follower}` },
      body: {
        to,
        subject: `Price of ${article}`,
        text: price === null ? `list ${priceList}: no price` : `list ${priceList}: ${price} ${currency}`,
      },
    })
  }
}
