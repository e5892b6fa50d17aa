import type { Json, JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { countField, listField, optionalText, textField } from '../fields.ts'
import { cents, decimalText, total } from '../money.ts'
import type { Cart, CartLine } from '../shop/cart.ts'
import type { ShopCustomer } from '../shop/context.ts'
import { nextOrderNumber, placeOrder } from '../shop/place-order.ts'
import { hubRefusal, type Method } from './method.ts'

/**
 * Takes an order of a marketplace: its units are held in the OMS, then the shop has it, under its next number, and its
 * event goes to the topic `orders`. It belongs to the customer with the e-mail.
 */
export const addOrder: Method = async ({ shop, oms, reserve, newId }, parameters, { now, correlationId }) => {
  const lines = listField(parameters, 'products').map(lineIn)
  const customer = await customerOf(shop, textField(parameters, 'email'))
  const delivery = parameters.delivery_price === undefined ? '0.00' : amountIn(parameters.delivery_price)
  const orderNumber = await nextOrderNumber(shop)
  const correlation = correlationId === undefined ? {} : { correlationId }
  const wanted = lines.map(({ productNumber: sku, quantity }) => ({ sku, quantity }))
  const outcome = await reserve(oms, { key: orderNumber, orderNumber, lines: wanted, ...correlation }, now)
  if ('short' in outcome) {
    const short = outcome.short.map(({ sku, available }) => `${sku}: ${available}`).join(', ')
    throw hubRefusal('ERROR_PRODUCT_STOCK', `There are too few units, of ${short}`)
  }
  const cart: Cart = {
    token: newId(),
    lines,
    shipping: delivery,
    total: decimalText(total([...lines.map(({ totalPrice }) => cents(totalPrice)), cents(delivery)])),
    currency: optionalText(parameters, 'currency') ?? 'EUR',
    discounts: [],
    choices: [],
    missingGifts: [],
  }
  const comment = optionalText(parameters, 'user_comments')
  await shop.query('insert into cart (token) values ($1)', [cart.token])
  await placeOrder(
    shop,
    { cart, customer, orderNumber, payments: [], ...(comment !== undefined && { comment }), ...correlation },
    [],
    now,
  )
  return { order_id: orderNumber }
}

function lineIn(line: JsonObject): CartLine {
  const productNumber = optionalText(line, 'sku') ?? textField(line, 'product_id')
  const quantity = countField(line, 'quantity')
  const unitPrice = amountIn(line.price_brutto)
  const totalPrice = decimalText(cents(unitPrice) * BigInt(quantity))
  const label = optionalText(line, 'name') ?? productNumber
  return { productNumber, label, quantity, unitPrice, discount: '0.00', totalPrice, isGift: false }
}

/** An amount as a number or a text, with two places at most. */
function amountIn(value: Json | undefined): string {
  const text = String(value)
  if (!/^\d{1,10}(\.\d{1,2})?$/.test(text))
    throw hubRefusal('ERROR_BAD_PARAMETERS', 'prices must be amounts such as 12.30')
  return decimalText(cents(text))
}

async function customerOf(shop: SqlStore, email: string): Promise<ShopCustomer> {
  const { rows } = await shop.query<ShopCustomer & Record<string, unknown>>(
    `select id, customer_number as "customerNumber", email, first_name as "firstName", last_name as "lastName", language
     from customer where lower(email) = lower($1) and active and deleted_at is null order by customer_number limit 1`,
    [email],
  )
  if (rows[0] === undefined) throw hubRefusal('ERROR_CUSTOMER', 'No customer of the shop has this e-mail address.')
  return rows[0]
}
