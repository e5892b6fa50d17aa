import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lines, type ServedPim, servedPim } from './served-pim.ts'

let pim: ServedPim
beforeAll(async () => {
  pim = await servedPim()
})
afterAll(async () => {
  expect(pim.bugs).toEqual([])
  await pim[Symbol.asyncDispose]()
})

async function found(search: unknown): Promise<string[]> {
  const text = encodeURIComponent(JSON.stringify(search))
  const { status, body } = await pim.call('GET', `products?limit=100&search=${text}`)
  expect(status).toBe(200)
  return (body as { _embedded: { items: { identifier: string }[] } })._embedded.items.map((one) => one.identifier)
}

const german = (data: string | null) => ({ name: [{ locale: 'de_DE', scope: null, data }] })

describe('reading', () => {
  test('one product, by both of its names, with the values that are asked for', async () => {
    const { body } = await pim.call(
      'GET',
      'products/100-0042?attributes=name,ean&locales=pl_PL&with_completenesses=true',
    )
    const product = body as Record<string, unknown> & { values: Record<string, unknown[]> }
    expect(Object.keys(product.values).sort()).toEqual(['ean', 'name'])
    expect(product.values.name).toHaveLength(1)
    expect(product.completenesses).toContainEqual({ scope: 'ecommerce', locale: 'de_DE', data: 100 })
    expect(product).not.toHaveProperty('user_data')
    const other = await pim.call('GET', `products-uuid/${String(product.uuid)}`)
    expect(other.body).toMatchObject({ identifier: '100-0042' })
    expect(other.body).not.toHaveProperty('completenesses')
  })

  test.each([
    [{ identifier: [{ operator: 'IN', value: ['100-0001', '100-0002', 'none'] }] }, 2],
    [{ enabled: [{ operator: '=', value: false }] }, 4],
    [{ updated: [{ operator: '>', value: '2026-03-02 08:00:00' }] }, 0],
    [{ ean: [{ operator: 'EMPTY' }] }, 1],
    [{ name: [{ operator: 'EMPTY', locale: 'de_DE' }] }, 2],
    [
      {
        name: [{ operator: 'STARTS WITH', value: 'Aurivenne Tagescreme', locale: 'de_DE' }],
        family: [{ operator: 'IN', value: ['skincare'] }],
      },
      'some',
    ],
    [{ categories: [{ operator: 'UNCLASSIFIED' }] }, 0],
    [{ completeness: [{ operator: '<', value: 100, scope: 'ecommerce', locale: 'de_DE' }] }, 4],
  ])('search %j', async (search, expected) => {
    const identifiers = await found(search)
    if (expected === 'some') expect(identifiers.length).toBeGreaterThan(0)
    else expect(identifiers).toHaveLength(Number(expected))
  })

  test('counts where that is asked for, and links the pages', async () => {
    const { body } = await pim.call('GET', 'products?limit=7&page=2&with_count=true')
    expect(body).toMatchObject({ current_page: 2, items_count: 300 })
    const { _links } = body as { _links: Record<string, { href: string }> }
    expect(Object.keys(_links).sort()).toEqual(['first', 'next', 'previous', 'self'])
    expect(new URL(_links.next?.href ?? '').searchParams.get('page')).toBe('3')
  })
})

describe('writing', () => {
  test('POST makes one, once; PATCH changes it; DELETE takes it away', async () => {
    const made = await pim.call('POST', 'products', { identifier: 'w-1', family: 'skincare', values: german('Eins') })
    expect(made.status).toBe(201)
    expect(made.headers.get('location')).toBe(`${pim.url}/api/rest/v1/products/w-1`)
    const again = await pim.call('POST', 'products', { identifier: 'w-1' })
    expect(again).toMatchObject({ status: 422, body: { code: 422, errors: [{ property: 'identifier' }] } })
    pim.wait(60)
    expect(await pim.call('PATCH', 'products/w-1', { values: german('Zwei'), enabled: false })).toMatchObject({
      status: 204,
    })
    const { body } = await pim.call('GET', 'products/w-1')
    expect(body).toMatchObject({ enabled: false, family: 'skincare', values: german('Zwei') })
    expect((body as { updated: string }).updated > (body as { created: string }).created).toBe(true)
    expect((await pim.call('DELETE', 'products/w-1')).status).toBe(204)
    expect((await pim.call('DELETE', 'products/w-1')).status).toBe(404)
    expect((await pim.call('GET', 'products/w-1')).status).toBe(404)
  })

  test('values are merged by language and channel, and null takes one away', async () => {
    await pim.call('PATCH', 'products/w-2', { family: 'skincare', values: german('Eins') })
    await pim.call('PATCH', 'products/w-2', { values: { name: [{ locale: 'pl_PL', scope: null, data: 'Jeden' }] } })
    await pim.call('PATCH', 'products/w-2', { values: german(null) })
    const { body } = await pim.call('GET', 'products/w-2')
    expect(body).toMatchObject({ values: { name: [{ locale: 'pl_PL', scope: null, data: 'Jeden' }] } })
  })

  test('by uuid, with a new one where none is given', async () => {
    const made = await pim.call('POST', 'products-uuid', { identifier: 'w-3' })
    const uuid = made.headers.get('location')?.split('/').at(-1) ?? ''
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
    expect((await pim.call('GET', `products-uuid/${uuid}`)).body).toMatchObject({ identifier: 'w-3' })
    expect((await pim.call('PATCH', 'products-uuid/none', { identifier: 'w-4' })).status).toBe(422)
    expect((await pim.call('POST', 'products-uuid', {})).status).toBe(422)
  })

  test('lines are taken one by one, each with its own result', async () => {
    const body = [
      '{"identifier":"w-5","family":"skincare"}',
      'no JSON',
      '{"family":"skincare"}',
      '{"identifier":"w-6","family":"none"}',
      '{"identifier":"w-5","enabled":false}',
    ]
    const {
      status,
      headers,
      body: answer,
    } = await pim.call('PATCH', 'products', body.join('\n'), { 'content-type': lines })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe(lines)
    expect(
      String(answer)
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { line: 1, identifier: 'w-5', status_code: 201 },
      { line: 2, status_code: 400, message: 'Invalid json message received' },
      { line: 3, status_code: 422, message: 'Identifier is missing.' },
      { line: 4, identifier: 'w-6', status_code: 422, errors: [{ property: 'family' }] },
      { line: 5, identifier: 'w-5', status_code: 204 },
    ])
  })

  test('writers at the same moment lose nothing', async () => {
    const locales = ['de_DE', 'pl_PL', 'it_IT', 'ru_RU', 'en_GB']
    const answers = await Promise.all(
      [...locales, ...locales].map((locale, index) =>
        pim.call('PATCH', 'products/w-7', {
          family: 'skincare',
          values: { [index < 5 ? 'name' : 'description']: [{ locale, scope: null, data: `${locale} ${index}` }] },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(204)])
    const { body } = await pim.call('GET', 'products/w-7')
    const { values } = body as { values: { name: unknown[]; description: unknown[] } }
    expect([values.name.length, values.description.length]).toEqual([5, 5])
    const posts = await Promise.all(
      Array.from({ length: 8 }, () => pim.call('POST', 'products', { identifier: 'w-8' })),
    )
    expect(posts.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(422)])
  })
})

describe('is refused as Akeneo refuses it', () => {
  test.each<[string, string, string, unknown, Record<string, string>, number]>([
    ['a token that nobody gave', 'GET', 'products', undefined, { authorization: 'Bearer x' }, 401],
    ['no token', 'GET', 'families', undefined, { authorization: '' }, 401],
    ['an unknown product', 'GET', 'products/none', undefined, {}, 404],
    ['another content type', 'PATCH', 'products/x-1', 'a: 1', { 'content-type': 'text/yaml' }, 415],
    ['JSON where lines are expected', 'PATCH', 'products', {}, {}, 415],
    ['a body that is no JSON', 'POST', 'products', '{', {}, 400],
    ['a body that is no object', 'PATCH', 'products/x-1', '[1]', {}, 400],
    ['an unknown property', 'PATCH', 'products/x-1', { colour: 'red' }, {}, 422],
    ['an unknown attribute', 'PATCH', 'products/x-1', { values: { colour: [] } }, {}, 422],
    ['a value without data', 'PATCH', 'products/x-1', { values: { name: [{}] } }, {}, 422],
    [
      'a language where none belongs',
      'PATCH',
      'products/x-1',
      { values: { ean: [{ locale: 'de_DE', scope: null, data: '1' }] } },
      {},
      422,
    ],
    [
      'a language that is missing',
      'PATCH',
      'products/x-1',
      { values: { name: [{ locale: null, scope: null, data: 'x' }] } },
      {},
      422,
    ],
    [
      'data of another type',
      'PATCH',
      'products/x-1',
      { values: { tax_rate: [{ locale: null, scope: null, data: 'much' }] } },
      {},
      422,
    ],
    [
      'an EAN that is taken',
      'PATCH',
      'products/x-1',
      { values: { ean: [{ locale: null, scope: null, data: '2041000079199' }] } },
      {},
      422,
    ],
    ['an unknown category', 'PATCH', 'products/x-1', { categories: ['none'] }, {}, 422],
    ['another identifier than that of the path', 'PATCH', 'products/x-1', { identifier: 'x-2' }, {}, 422],
    ['a page above 100', 'GET', 'products?limit=101', undefined, {}, 422],
    ['a page that is no number', 'GET', 'products?page=0', undefined, {}, 422],
    ['a page too far away', 'GET', 'products?page=101&limit=100', undefined, {}, 422],
    ['a search that is no JSON', 'GET', 'products?search=x', undefined, {}, 400],
    ['an unknown property of a search', 'GET', 'products?search={"__proto__":[{"operator":"="}]}', undefined, {}, 422],
    ['an unknown operator', 'GET', 'products?search={"family":[{"operator":"LIKE"}]}', undefined, {}, 422],
    [
      'a moment of another form',
      'GET',
      'products?search={"updated":[{"operator":">","value":"today"}]}',
      undefined,
      {},
      422,
    ],
    ['a list that is none', 'GET', 'products?search={"family":[{"operator":"IN","value":"x"}]}', undefined, {}, 422],
    ['more than 100 lines', 'PATCH', 'products', '{}\n'.repeat(101), { 'content-type': lines }, 413],
    ['a body above 10 MB', 'POST', 'products', `{"identifier":"${'x'.repeat(10_500_000)}"}`, {}, 413],
  ])('%s', async (_, method, path, body, headers, status) => {
    const answer = await pim.call(method, path, body, headers)
    expect(answer.status).toBe(status)
    const isOurs = !(status === 413 && method === 'POST')
    if (isOurs) expect(answer.body).toMatchObject({ code: status, message: expect.any(String) })
    expect(await found({ identifier: [{ operator: 'STARTS WITH', value: 'x-' }] })).toEqual([])
  })

  test('a line above 1,000,000 characters, and the others are taken', async () => {
    const body = `{"identifier":"l-1","x":"${'x'.repeat(1_000_001)}"}\n{"identifier":"l-2"}`
    const { body: answer } = await pim.call('PATCH', 'products', body, { 'content-type': lines })
    const results = String(answer)
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(results).toMatchObject([
      { line: 1, status_code: 413 },
      { line: 2, status_code: 201 },
    ])
  })
})
