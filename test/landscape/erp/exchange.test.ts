import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ErpAtWork, erpAccount, erpAtWork } from './erp-at-work.ts'

let erp: ErpAtWork

beforeAll(async () => {
  erp = await erpAtWork()
})
afterAll(async () => {
  expect(erp.bugs).toEqual([])
  await erp[Symbol.asyncDispose]()
})
beforeEach(() => erp.store.script('truncate sales_order cascade'))

const basic = (password: string) => ({
  authorization: `Basic ${Buffer.from(`${erpAccount.user}:${password}`).toString('base64')}`,
})

async function drop(body: string | Uint8Array<ArrayBuffer> | FormData, type = 'text/csv; charset=utf-8') {
  const headers = { ...basic(erpAccount.password), ...(!(body instanceof FormData) && { 'content-type': type }) }
  const response = await fetch(`${erp.url}/exchange/orders`, { method: 'POST', headers, body })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const header = 'NumAtCard;CardCode;ItemCode;WarehouseCode;Quantity;UnitPrice'
const file = (...lines: string[]) => [header, ...lines].join('\n')
const orders = async () =>
  (await erp.store.query('select num_at_card, doc_total from sales_order order by 1')).rows.map(Object.values)

test('orders are entered with everything that a file says of them', async () => {
  const columns = `${header};LineTotal;Freight;DocCurrency;Comments;U_CorrelationId;ShipToAddress2;ShipToStreet;ShipToZipCode;ShipToCity;ShipToCountry`
  const more = '4.95;EUR;"Bitte ""klingeln""; zwei Mal\r\nund warten";r-1;Käthe Öhler;Große Straße 1;01067;Köln;DE'
  const text = [columns, `10001;C1;A;W1;3;12.90;38.69;${more}`, `10001;C1;B;W1;1;1,234.56;;${more}`, ''].join('\r\n')
  const { status, body } = await drop(`\uFEFF${text}`)
  expect(status).toBe(200)
  expect(body).toEqual({
    imported: [{ NumAtCard: '10001', DocEntry: expect.any(Number), lines: [2, 4] }],
    refused: [],
  })
  const { rows } = await erp.store.query(
    `select doc_total, freight, comments, u_correlation_id, doc_currency, address from sales_order`,
  )
  expect(rows).toEqual([
    {
      doc_total: '1278.20',
      freight: '4.95',
      comments: 'Bitte "klingeln"; zwei Mal\nund warten',
      u_correlation_id: 'r-1',
      doc_currency: 'EUR',
      address: { name: 'Käthe Öhler', street: 'Große Straße 1', zip: '01067', city: 'Köln', country: 'DE' },
    },
  ])
  const lines = await erp.store.query('select item_code, quantity, price, line_total from sales_order_line order by 1')
  expect(lines.rows.map(Object.values)).toEqual([
    ['A', 3, '12.90', '38.69'],
    ['B', 1, '1234.56', '1234.56'],
  ])
})

test('an order with a bad line is refused as a whole, and the others are entered', async () => {
  const { body } = await drop(
    file(
      '1;C1;A;W1;1;1.00',
      '2;C1;A;W1;1;1.00',
      '2;C1;A;W1;0;1.00',
      '3;C1;Z;W1;1;1.00',
      '4;C9;A;W9;1;1.00',
      '5;C1;A;W1;1',
      '6;C1;A;W1;1;1.234,50',
      ';C1;A;W1;1;1.00',
      '7;C1;A;W1;1;1.00',
      '7;C2;A;W1;1;1.00',
      '8;C1;A;W1;2;12.90',
    ),
  )
  expect(body.imported).toMatchObject([{ NumAtCard: '1' }, { NumAtCard: '8' }])
  expect(body.refused).toEqual([
    { line: 3, reason: 'belongs to an order that is refused' },
    { line: 4, column: 'Quantity', reason: 'must be a whole number above zero' },
    { line: 5, column: 'ItemCode', reason: 'is not known to the ERP' },
    { line: 6, column: 'CardCode', reason: 'is not known to the ERP' },
    { line: 6, column: 'WarehouseCode', reason: 'is not known to the ERP' },
    { line: 7, reason: 'has 5 values, another number than the first line' },
    { line: 8, column: 'UnitPrice', reason: 'must be an amount with a decimal point' },
    { line: 9, column: 'NumAtCard', reason: 'is missing' },
    { line: 10, reason: 'belongs to an order that is refused' },
    { line: 11, column: 'CardCode', reason: 'differs from line 10, which is of the same order' },
  ])
  expect(await orders()).toEqual([
    ['1', '1.00'],
    ['8', '25.80'],
  ])
})

test('the same file a second time enters nothing', async () => {
  const text = file('1;C1;A;W1;1;1.00', '1;C1;B;W1;1;2.00')
  await drop(text)
  expect((await drop(text)).body).toEqual({
    imported: [],
    refused: [
      { line: 2, column: 'NumAtCard', reason: 'is the number of an order that is there' },
      { line: 3, reason: 'belongs to an order that is refused' },
    ],
  })
  expect(await orders()).toEqual([['1', '3.00']])
})

test('a comma groups digits, wherever it stands', async () => {
  await drop(file('1;C1;A;W1;1;1,234.50', '2;C1;A;W1;1;12,90'))
  expect(await orders()).toEqual([
    ['1', '1234.50'],
    ['2', '1290.00'],
  ])
})

test('two files with the same order at the same time enter it once', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => drop(file('1;C1;A;W1;1;1.00'))))
  expect(answers.flatMap(({ body }) => body.imported)).toHaveLength(1)
  expect(await orders()).toEqual([['1', '1.00']])
})

describe('a file', () => {
  test.each([
    ['that is empty', '', 'the file is empty'],
    ['without a column', file().replace(';UnitPrice', ''), 'the column UnitPrice is missing'],
    ['with a column twice', file().replace('CardCode', 'NumAtCard'), 'the column NumAtCard is there twice'],
    ['with commas', file().replaceAll(';', ','), 'column 1 of the first line is not one of an order file'],
    ['with a name of all objects', `${header};constructor`, 'column 7 of the first line'],
    ['with a quote that is not closed', file('1;"C1;A;W1;1;1.00'), 'line 2 begins a quoted value that is never closed'],
    ['with text behind a quote', file('1;"C1"x;A;W1;1;1.00'), 'line 2 has text after a closing quote'],
    ['with a quote in a value', file('1;C"1;A;W1;1;1.00'), 'line 2 has a quote in the middle of a value'],
  ])('%s is refused', async (_, text, reason) => {
    const { status, body } = await drop(text)
    expect(status).toBe(400)
    expect(JSON.stringify(body)).toContain(reason)
    expect(await orders()).toEqual([])
  })

  test('in another charset is read by its content type', async () => {
    const text = file('Ä1;C1;A;W1;1;1.00')
    const latin = new Uint8Array(Buffer.from(text, 'latin1'))
    expect((await drop(latin)).status).toBe(400)
    expect((await drop(latin, 'text/csv; charset=windows-1252')).body.imported).toMatchObject([{ NumAtCard: 'Ä1' }])
    expect((await drop(text, 'text/csv; charset=klingon')).status).toBe(415)
  })

  test('comes in a form, too', async () => {
    const form = new FormData()
    form.set('file', new File([file('1;C1;A;W1;1;1.00')], 'orders.csv', { type: 'text/csv' }))
    expect((await drop(form)).body.imported).toMatchObject([{ NumAtCard: '1' }])
    expect((await drop(new FormData())).status).toBe(400)
    expect((await drop('{}', 'application/json')).status).toBe(415)
  })
})

test('articles, prices and stock go out, and can be read again', async () => {
  const get = async (name: string) => {
    const response = await fetch(`${erp.url}/exchange/${name}`, { headers: basic(erpAccount.password) })
    return { status: response.status, text: await response.text() }
  }
  expect((await get('items.csv')).text).toMatch(
    /^ItemCode;ItemName;BarCode;ItemsGroupCode;InventoryUOM;Valid;UpdateDate\r\nA;"Tür & ""Rahmen""";4006381333931;;pcs;tYES;\d{4}-\d\d-\d\dT[\d:]+Z\r\nB;"Große; Leiter";;;pcs;tYES;.*\r\n$/,
  )
  expect((await get('prices.csv')).text).toBe(
    'ItemCode;PriceList;Price;Currency\r\nA;1;12.90;EUR\r\nB;1;1234.56;EUR\r\n',
  )
  expect((await get('stock.csv')).text).toBe(
    'ItemCode;WarehouseCode;InStock;Committed;Ordered\r\nA;W1;10;0;0\r\nB;W1;3;0;0\r\n',
  )
  expect((await get('constructor')).status).toBe(404)
})

test('more rows than one portion are all there, once', async () => {
  await erp.store.query(
    `insert into item (item_code, item_name) select 'P' || n, 'x' from generate_series(1, 20001) as s(n)`,
  )
  const response = await fetch(`${erp.url}/exchange/items.csv`, { headers: basic(erpAccount.password) })
  const lines = (await response.text()).trimEnd().split('\r\n')
  await erp.store.query(`delete from item where item_code like 'P%'`)
  expect(new Set(lines).size).toBe(20_004)
  expect(lines).toHaveLength(20_004)
})

test('nobody gets in without the user and the password', async () => {
  for (const path of ['orders', 'items.csv']) {
    const method = path === 'orders' ? 'POST' : 'GET'
    const response = await fetch(`${erp.url}/exchange/${path}`, { method, headers: basic('wrong') })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('Basic')
  }
})
