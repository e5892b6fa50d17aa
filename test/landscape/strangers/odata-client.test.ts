import { OData } from '@odata/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ErpAtWork, erpAccount, erpAtWork } from '../erp/erp-at-work.ts'

/* A public OData client, which knows the standard only, and nothing of the mirror. */

interface Item {
  ItemCode: string
  ItemName?: string
}

interface Page {
  value: Item[]
  '@odata.nextLink'?: string
  '@odata.count'?: number
}

const articles = 1_000
let erp: ErpAtWork
let client: ReturnType<typeof OData.New4>

beforeAll(async () => {
  erp = await erpAtWork()
  const anonymous = OData.New4({ serviceEndpoint: `${erp.url}/b1s/v2/` })
  const login = await anonymous.newRequest<{ SessionId: string }>({
    collection: 'Login',
    method: 'POST',
    entity: { CompanyDB: erpAccount.company, UserName: erpAccount.user, Password: erpAccount.password } as never,
  })
  const session = (login as unknown as { SessionId: string }).SessionId
  client = OData.New4({ serviceEndpoint: `${erp.url}/b1s/v2/`, commonHeaders: { Cookie: `B1SESSION=${session}` } })
  const items = client.getEntitySet<Item & { ItemsGroupCode: string }>('Items')
  for (let start = 0; start < articles; start += 25) {
    const codes = Array.from({ length: 25 }, (_, index) => `N${String(start + index).padStart(4, '0')}`)
    await Promise.all(
      codes.map((ItemCode) => items.create({ ItemCode, ItemName: `It's ${ItemCode}`, ItemsGroupCode: 'new' })),
    )
  }
})
afterAll(async () => {
  expect(erp.bugs).toEqual([])
  await erp[Symbol.asyncDispose]()
})

/** A page behind a path, for example a link to the next one. */
const read = async (path: string): Promise<Page> => (await client.newRequest({ collection: path })) as unknown as Page

const items = () => client.getEntitySet<Item & { ItemsGroupCode: string }>('Items')

test('reads articles with a filter, an order, a part of the fields, and a part of the rows', async () => {
  const options = client
    .newOptions()
    .filter(client.newFilter().property('ItemsGroupCode').eq('new').property('ItemCode').ge('N0500'))
    .select(['ItemCode', 'ItemName'])
    .orderby('ItemCode', 'desc')
    .top(3)
    .skip(1)
  expect(await items().query(options as never)).toEqual([
    { ItemCode: 'N0998', ItemName: "It's N0998" },
    { ItemCode: 'N0997', ItemName: "It's N0997" },
    { ItemCode: 'N0996', ItemName: "It's N0996" },
  ])
  expect(await items().find({ ItemCode: 'N0007' })).toMatchObject([{ ItemCode: 'N0007' }])
  expect(await items().retrieve('N0042')).toMatchObject({ ItemCode: 'N0042', ItemName: "It's N0042" })
})

test('pages through a thousand articles by their links, each once, and counts them', async () => {
  const found: string[] = []
  let link: string | undefined = "Items?$filter=ItemsGroupCode eq 'new'&$select=ItemCode&$count=true"
  let pages = 0
  while (link !== undefined) {
    const page: Page = await read(link)
    expect(page['@odata.count']).toBe(articles)
    found.push(...page.value.map(({ ItemCode }) => ItemCode))
    link = page['@odata.nextLink']
    pages++
  }
  expect(pages).toBe(articles / 20)
  expect(new Set(found).size).toBe(articles)
  expect(found).toEqual([...found].sort())
  expect(await items().count()).toBe(articles + 2)
})

test('enters an order and finds it again', async () => {
  const orders = client.getEntitySet<Record<string, unknown>>('Orders')
  const created = await orders.create({
    CardCode: 'C1',
    NumAtCard: 'S-1',
    DocumentLines: [{ ItemCode: 'A', WarehouseCode: 'W1', Quantity: 2, UnitPrice: 12.9 }],
  })
  expect(created).toMatchObject({ CardCode: 'C1', DocTotal: 25.8, DocumentStatus: 'bost_Open' })
  const [found] = await orders.query(client.newFilter().property('NumAtCard').eq('S-1') as never)
  expect(found).toEqual(created)
  expect(await orders.retrieve(created.DocEntry as number)).toMatchObject({ NumAtCard: 'S-1' })
})

describe('what is refused is told as the client understands it', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    ['an unknown article', () => items().retrieve('none'), 'No matching records found'],
    ['an article that is there', () => items().create({ ItemCode: 'A' } as never), 'already exists'],
    [
      'an unknown property',
      () => items().query(client.newFilter().property('Colour').eq('red') as never),
      "near 'Colour",
    ],
    ['an unknown set', () => client.getEntitySet('Nothing').query(), 'Unrecognized resource path: Nothing'],
  ])('%s', async (_what, ask, said) => {
    await expect(ask()).rejects.toThrow(said)
  })
})

describe('filters', () => {
  test.each<[string, string[]]>([
    ["contains(ItemName,'eiter')", ['B']],
    [
      "startswith(ItemCode,'N099') and not endswith(ItemName,'9')",
      ['N0990', 'N0991', 'N0992', 'N0993', 'N0994', 'N0995', 'N0996', 'N0997', 'N0998'],
    ],
    ["(ItemCode eq 'A' or ItemCode eq 'B') and BarCode ne null", ['A']],
    ["ItemCode eq 'A' or ItemCode eq 'B' and BarCode eq null", ['A', 'B']],
    ["ItemsGroupCode eq 'new' and ItemCode lt 'N0002' and UpdateDate ge 1970-01-01", ['N0000', 'N0001']],
    ["ItemName eq 'It''s N0001'", ['N0001']],
  ])('%s', async (filter, codes) => {
    const page = await read(`Items?$filter=${encodeURIComponent(filter)}`)
    expect(page.value.map(({ ItemCode }) => ItemCode)).toEqual(codes)
  })

  test.each([
    "ItemCode eq 'A",
    "ItemCode eq 'A' and",
    "(ItemCode eq 'A'",
    'ItemCode',
    "constructor eq 'A'",
    "toString(ItemCode,'A')",
    'contains(ItemCode,null)',
    'ItemCode gt null',
    `${'('.repeat(30)}ItemCode eq 'A'${')'.repeat(30)}`,
    "ItemCode eq 'A'; drop table item",
  ])('%s is refused', async (filter) => {
    const response = await fetch(`${erp.url}/b1s/v2/Items?$filter=${encodeURIComponent(filter)}`, {
      headers: { cookie: `B1SESSION=${erp.session}` },
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: '201' } })
  })
})
