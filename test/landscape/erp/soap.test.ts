import { type Client, createClientAsync } from 'soap'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ErpAtWork, erpAccount, erpAtWork } from './erp-at-work.ts'
import { violationsOfSchema } from './xml-schema.ts'

const namespace = 'urn:standin:business-one:service'

let erp: ErpAtWork

beforeAll(async () => {
  erp = await erpAtWork()
})
afterAll(async () => {
  expect(erp.bugs).toEqual([])
  await erp[Symbol.asyncDispose]()
})
beforeEach(() => erp.store.script('truncate sales_order cascade'))

const address = {
  ShipToAddress2: 'Käthe Öhler',
  ShipToStreet: 'Große Straße 1 <b>',
  ShipToZipCode: '50667',
  ShipToCity: 'Köln',
  ShipToCountry: 'DE',
}
const order = {
  CardCode: 'C1',
  NumAtCard: '10001',
  DocCurrency: 'EUR',
  Comments: 'Bitte "klingeln"; & warten',
  AddressExtension: address,
  DocumentAdditionalExpenses: { DocumentAdditionalExpense: [{ ExpenseCode: 1, LineTotal: '4.95' }] },
  DocumentLines: {
    DocumentLine: [
      { ItemCode: 'A', WarehouseCode: 'W1', Quantity: 3, UnitPrice: '12.90', LineTotal: '38.69' },
      { ItemCode: 'B', WarehouseCode: 'W1', Quantity: 1, UnitPrice: '1234.56' },
    ],
  },
}

describe('a client that only knows the WSDL', () => {
  let client: Client

  const call = async (name: string, request: object): Promise<Record<string, unknown>> =>
    (await client[`${name}Async`](request))[0]

  beforeAll(async () => {
    client = await createClientAsync(`${erp.url}/soap?wsdl`)
    const { SessionId } = await call('Login', {
      CompanyDB: erpAccount.company,
      UserName: erpAccount.user,
      Password: erpAccount.password,
    })
    client.addSoapHeader({ MsgHeader: { SessionID: SessionId } }, '', 'tns', namespace)
  })

  test('reads an article and a customer', async () => {
    expect(await call('GetItem', { ItemCode: 'A' })).toMatchObject({
      Item: {
        ItemName: 'Tür & "Rahmen"',
        Valid: 'tYES',
        UpdateDate: expect.any(Date),
        ItemPrices: { ItemPrice: [{ PriceList: 1, Price: 12.9, Currency: 'EUR' }] },
        ItemWarehouseInfoCollection: { ItemWarehouseInfo: [{ WarehouseCode: 'W1', InStock: 10, Committed: 0 }] },
      },
    })
    expect(await call('GetBusinessPartner', { CardCode: 'C1' })).toMatchObject({
      BusinessPartner: { CardName: 'Käthe Öhler', BPAddresses: { BPAddress: [{ City: 'Köln' }] } },
    })
  })

  test('adds an order, and finds it by the number of the shop', async () => {
    const added = await call('AddOrder', { Order: order })
    expect(added).toMatchObject({ Order: { NumAtCard: '10001', DocTotal: 1278.2, AddressExtension: address } })
    expect(await call('GetOrder', { NumAtCard: '10001' })).toEqual(added)
    const { rows } = await erp.store.query('select comments, freight, doc_total, address from sales_order')
    expect(rows).toEqual([
      {
        comments: 'Bitte "klingeln"; & warten',
        freight: '4.95',
        doc_total: '1278.20',
        address: { name: 'Käthe Öhler', street: 'Große Straße 1 <b>', zip: '50667', city: 'Köln', country: 'DE' },
      },
    ])
  })

  test('is told of the same order twice, and logs out', async () => {
    await call('AddOrder', { Order: order })
    await expect(call('AddOrder', { Order: order })).rejects.toThrow('soap:Client: This entry already exists')
    await call('Logout', {})
    await expect(call('GetItem', { ItemCode: 'A' })).rejects.toThrow('soap:Client: Invalid session')
  })
})

/** Sends a body in an envelope, with the session as a cookie, as clients without headers do. */
async function send(body: string, { type = 'text/xml; charset=utf-8', header = '', session = erp.session } = {}) {
  const open = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${namespace}">`
  return post(`${open}<e:Header>${header}</e:Header><e:Body>${body}</e:Body></e:Envelope>`, type, session)
}

async function post(text: string | Uint8Array<ArrayBuffer>, type = 'text/xml', session = erp.session) {
  const headers = { 'content-type': type, cookie: `B1SESSION=${session}` }
  const response = await fetch(`${erp.url}/soap`, { method: 'POST', headers, body: text })
  return { status: response.status, text: await response.text() }
}

test('every answer is what the schema of the WSDL allows', async () => {
  const wsdl = await (await fetch(`${erp.url}/soap?wsdl`)).text()
  const line = '<ItemCode>A</ItemCode><WarehouseCode>W1</WarehouseCode><Quantity>1</Quantity><UnitPrice>1.5</UnitPrice>'
  const requests = [
    '<GetItem><ItemCode>A</ItemCode></GetItem>',
    '<GetItem><ItemCode>B</ItemCode></GetItem>',
    '<GetBusinessPartner><CardCode>C1</CardCode></GetBusinessPartner>',
    `<AddOrder><Order><CardCode>C1</CardCode><DocumentLines><DocumentLine>${line}</DocumentLine></DocumentLines></Order></AddOrder>`,
  ]
  for (const request of requests) {
    const { status, text } = await send(request)
    expect(status).toBe(200)
    expect(await violationsOfSchema(wsdl, text)).toEqual([])
  }
})

const wholeOrder = (line: string) =>
  `<AddOrder><Order><CardCode>C1</CardCode><DocumentLines><DocumentLine>${line}</DocumentLine></DocumentLines></Order></AddOrder>`

test.each([
  ['an unknown operation', '<Drop/>', 'There is no operation Drop'],
  ['the name of a property of all objects', '<constructor/>', 'There is no operation constructor'],
  ['an unknown article', '<GetItem><ItemCode>Z</ItemCode></GetItem>', 'No matching records found'],
  ['a missing element', '<GetItem/>', 'GetItem/ItemCode is missing'],
  ['an element too many', '<GetItem><ItemCode>A</ItemCode><Colour>red</Colour></GetItem>', 'holds Colour'],
  ['an element twice', '<GetItem><ItemCode>A</ItemCode><ItemCode>B</ItemCode></GetItem>', 'must occur once'],
  ['an element of another namespace', '<GetItem><ItemCode xmlns="">A</ItemCode></GetItem>', 'must be of the namespace'],
  ['two operations', '<Logout/><Logout/>', 'must hold one element'],
  [
    'a quantity that is no number',
    wholeOrder('<ItemCode>A</ItemCode><WarehouseCode>W1</WarehouseCode><Quantity>two</Quantity>'),
    'DocumentLine/Quantity must be of the type whole',
  ],
  [
    'a price with a comma',
    wholeOrder(
      '<ItemCode>A</ItemCode><WarehouseCode>W1</WarehouseCode><Quantity>1</Quantity><UnitPrice>1,50</UnitPrice>',
    ),
    'DocumentLine/UnitPrice must be of the type decimal',
  ],
  ['an order without lines', wholeOrder('').replace('<DocumentLine></DocumentLine>', ''), 'DocumentLines must be'],
])('%s is answered with a fault', async (_, body, reason) => {
  const { status, text } = await send(body)
  expect(status).toBe(500)
  expect(text).toContain('<faultcode>soap:Client</faultcode>')
  expect(text).toContain(reason)
  expect(text).not.toMatch(/\bat .*\.[jt]s/)
  const { rows } = await erp.store.query('select from sales_order')
  expect(rows).toEqual([])
})

test('nobody gets in without a login', async () => {
  const login = (password: string) =>
    `<Login><CompanyDB>company</CompanyDB><UserName>user</UserName><Password>${password}</Password></Login>`
  const item = '<GetItem><ItemCode>A</ItemCode></GetItem>'
  expect((await send(item, { session: 'none' })).text).toContain('Invalid session')
  expect((await send(login('wrong'), { session: 'none' })).text).toContain('Fail to get DB Credentials')
  expect((await send(login(erpAccount.password), { session: 'none' })).status).toBe(200)
})

test.each([
  ['what is no XML', 'GetItem', 'is not well-formed XML'],
  ['XML that is cut off', '<a><b></a>', 'is not well-formed XML'],
  ['a document type', '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>', 'has a document type, which is refused'],
  ['what is no envelope', '<a/>', 'soap:VersionMismatch'],
  ['SOAP 1.2', '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"/>', 'soap:VersionMismatch'],
  ['nothing', '', 'is not well-formed XML'],
])('%s is answered with a fault', async (_, text, reason) => {
  const answer = await post(text)
  expect(answer.status).toBe(500)
  expect(answer.text).toContain(reason)
})

test('a header that must be understood is refused when nobody does', async () => {
  const header = '<Sign xmlns="urn:other" e:mustUnderstand="1"/>'
  expect((await send('<Logout/>', { header })).text).toContain('soap:MustUnderstand')
})

test('the charset of the content type or of the declaration counts', async () => {
  const request = (prolog: string) =>
    Buffer.from(
      `${prolog}<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><GetOrder xmlns="${namespace}"><NumAtCard>Ä</NumAtCard></GetOrder></e:Body></e:Envelope>`,
      'latin1',
    )
  await erp.store.query(`insert into sales_order (card_code, num_at_card, doc_date) values ('C1', 'Ä', now())`)
  expect((await post(new Uint8Array(request('')), 'text/xml; charset=iso-8859-1')).status).toBe(200)
  expect((await post(new Uint8Array(request('<?xml version="1.0" encoding="ISO-8859-1"?>')))).status).toBe(200)
  expect((await post(new Uint8Array(request('')))).text).toContain('the content is not in utf-8')
})

test('the transport is refused by its status', async () => {
  expect((await send('<Logout/>', { type: 'application/json' })).status).toBe(415)
  expect((await fetch(`${erp.url}/soap`)).status).toBe(405)
  expect((await post('x'.repeat(10 * 1024 * 1024 + 1))).status).toBe(413)
})
