import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ErpOrder } from '../../src/landscape/connector/order-transport/erp-order.ts'
import { orderFile, writeOrderFile } from '../../src/landscape/connector/order-transport/order-file.ts'
import { soapMessage } from '../../src/landscape/connector/order-transport/soap.ts'
import { orderColumns } from '../../src/landscape/erp/exchange/order-columns.ts'
import { readLines } from '../../src/landscape/erp/exchange/read-lines.ts'
import { readOrders } from '../../src/landscape/erp/exchange/read-orders.ts'
import { readEnvelope } from '../../src/landscape/erp/soap/read-envelope.ts'
import { readMessage } from '../../src/landscape/erp/soap/read-message.ts'
import { newOrder } from '../../src/landscape/erp/soap/records.ts'
import { messageNamespace } from '../../src/landscape/erp/soap/wsdl.ts'
import { Refusal } from '../../src/landscape/refusal.ts'
import { envelopeOf } from '../../src/xml/soap-envelope.ts'
import { xmlOf } from '../../src/xml/xml-tree.ts'

const runs = process.env.STANDIN_FUZZ === 'all' ? 2_000 : 100

/** What people write, with all signs that files and XML have a use for; no signs that XML cannot hold. */
const text = fc
  .array(
    fc.oneof(fc.constantFrom(';', '"', '\n', ',', '.', ' ', '<', '&', ']]>', "'", 'ä', '€', '\uFEFF'), fc.string()),
  )
  .map((parts) => parts.join('').replaceAll(/[^\n\u0020-\uD7FF\uE000-\uFFFD]/g, ''))
  .filter((one) => one !== '' && one.trim() === one)
const amount = fc
  .tuple(fc.nat(9_999_999), fc.nat(99))
  .map(([whole, rest]) => `${whole}.${String(rest).padStart(2, '0')}`)
const order: fc.Arbitrary<ErpOrder> = fc.record(
  {
    CardCode: text,
    NumAtCard: text,
    DocCurrency: fc.constant('EUR'),
    Comments: text,
    U_CorrelationId: text,
    AddressExtension: fc.record({
      ShipToAddress2: text,
      ShipToStreet: text,
      ShipToZipCode: text,
      ShipToCity: text,
      ShipToCountry: fc.constantFrom('DE', 'PL'),
    }),
    DocumentAdditionalExpenses: amount.map((LineTotal) => [{ ExpenseCode: 1, LineTotal }]),
    DocumentLines: fc.array(
      fc.record(
        {
          ItemCode: text,
          WarehouseCode: text,
          Quantity: fc.integer({ min: 1, max: 999 }),
          UnitPrice: amount,
          LineTotal: amount,
        },
        { requiredKeys: ['ItemCode', 'WarehouseCode', 'Quantity', 'UnitPrice'] },
      ),
      { minLength: 1, maxLength: 4 },
    ),
  },
  { requiredKeys: ['CardCode', 'NumAtCard', 'DocCurrency', 'DocumentLines'] },
)

/** As the ERP keeps it: the kind of expense is not said in a file. */
const kept = ({ DocumentAdditionalExpenses: expenses, ...rest }: ErpOrder) => ({
  ...rest,
  ...(expenses && { DocumentAdditionalExpenses: expenses.map(({ LineTotal }) => ({ LineTotal })) }),
})

test('whatever stands in an order arrives by file', async () => {
  await fc.assert(
    fc.asyncProperty(order, async (one) => {
      const { orders, refused } = readOrders(await readLines(await writeOrderFile(one)))
      expect(refused).toEqual([])
      expect(orders.map(({ document }) => document)).toEqual([kept(one)])
    }),
    { numRuns: runs },
  )
})

test('whatever stands in an order arrives by SOAP', async () => {
  const naming = { namespace: messageNamespace, qualified: true }
  await fc.assert(
    fc.asyncProperty(order, async (one) => {
      const call = await readEnvelope(envelopeOf(xmlOf('AddOrder', { Order: soapMessage(one) }, naming), '1.1'))
      const read = readMessage(
        { Order: { content: { elements: newOrder }, optional: false } },
        call.content,
        'AddOrder',
      )
      expect(read).toEqual({ Order: one })
    }),
    { numRuns: runs },
  )
})

test('every line of any file is accounted for, or the file is refused', async () => {
  const cell = fc.oneof(text, fc.constantFrom('', '1', '12.90', '12,90', 'A', 'DE'))
  const file = fc.array(fc.array(cell, { minLength: 1, maxLength: 17 }), { maxLength: 6 })
  const names = Object.keys(orderColumns)
  await fc.assert(
    fc.asyncProperty(file, fc.boolean(), async (rows, quoted) => {
      const sign = quoted ? '"' : ''
      const lines = rows.map((row) => row.map((one) => sign + one.replaceAll('"', sign + sign) + sign).join(';'))
      const read = await readLines([names.join(';'), ...lines].join('\n')).catch((thrown: unknown) => {
        if (!(thrown instanceof Refusal)) throw thrown
      })
      if (read === undefined) return
      const { orders, refused } = readOrders(read)
      const told = [...orders.flatMap((one) => one.lines), ...refused.map(({ line }) => line)]
      expect(new Set(told)).toEqual(new Set(read.map(({ line }) => line)))
    }),
    { numRuns: runs },
  )
})

test('a comma in an amount never goes unnoticed by these tests', async () => {
  const [one] = fc.sample(order, { numRuns: 1, seed: 1 })
  if (one === undefined) throw new TypeError('a sample has one order')
  const commas = await orderFile(one, (decimal) => decimal.replace('.', ','))
  expect(readOrders(await readLines(commas)).orders[0]?.document).not.toEqual(kept(one))
})
