import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HostedAnswer, type HostedApis, hostedApis } from './hosted-apis.ts'

let apis: HostedApis
beforeAll(async () => {
  apis = await hostedApis()
})
afterAll(async () => {
  await apis[Symbol.asyncDispose]()
})

/** A request that a mirror serves, another that asks for what is not there, and how the system writes errors. */
interface Subject {
  name: string
  /** A route that takes a JSON object. */
  write: [string, string]
  /** Something that is not there: method, path, status, and the body where it is not empty. */
  unknown: [string, string, number, unknown?]
  /** What its errors look like. */
  error: unknown
  /** Without and with wrong credentials. */
  stranger?: number
  malformed?: number
  wrongType?: number
}

const coded = { error: { code: expect.any(String), message: expect.any(String) } }
const subjects: Subject[] = [
  { name: 'erp', write: ['POST', '/b1s/v2/Orders'], unknown: ['GET', "/b1s/v2/Items('none')", 404], error: coded },
  {
    name: 'pim',
    write: ['POST', '/api/rest/v1/products'],
    unknown: ['GET', '/api/rest/v1/products/none', 404],
    error: { code: expect.any(Number), message: expect.any(String) },
    wrongType: 415,
  },
  {
    name: 'shop',
    write: ['POST', '/store-api/product'],
    unknown: [
      'POST',
      '/store-api/checkout/cart/line-item',
      400,
      { items: [{ type: 'product', referencedId: 'none', quantity: 1 }] },
    ],
    error: { errors: [{ status: expect.any(String), code: expect.any(String), detail: expect.any(String) }] },
  },
  { name: 'oms', write: ['POST', '/reservations'], unknown: ['GET', '/orders/none', 404], error: coded },
  {
    name: 'payment',
    write: ['POST', '/authorizations'],
    unknown: ['GET', '/authorizations/none', 404],
    error: { error: { type: expect.any(String), message: expect.any(String) } },
  },
  { name: 'promo', write: ['POST', '/calculations'], unknown: ['GET', '/gift-cards/none', 404], error: coded },
  { name: 'wms', write: ['POST', '/receipts'], unknown: ['GET', '/fulfilments/none', 404], error: coded },
  { name: 'notify', write: ['POST', '/emails'], unknown: ['DELETE', '/subscriptions/none', 404], error: coded },
  {
    name: 'broker',
    write: ['POST', '/topics/orders'],
    unknown: ['GET', '/consumers/none/instances/none/records', 404],
    error: { error_code: expect.any(Number), message: expect.any(String) },
  },
  {
    name: 'hub',
    write: ['POST', '/connector.php'],
    unknown: ['POST', '/connector.php', 200, 'method=none'],
    error: { status: 'ERROR', error_code: expect.stringMatching(/^ERROR_/), error_message: expect.any(String) },
    stranger: 200,
    malformed: 200,
    wrongType: 200,
  },
  {
    name: 'connector',
    write: ['PUT', '/followers/somebody'],
    unknown: ['PUT', '/followers/no%20name', 400, { to: 'x' }],
    error: coded,
  },
]

/** No stack, no path of ours, and no word of the database. */
function expectRefusal(answer: HostedAnswer, status: number, error: unknown): void {
  expect(answer.text).not.toMatch(/\bat \S+ \(|node:|\.ts:|\/src\/|select |insert /)
  expect(answer.body).toMatchObject(error as object)
  expect(answer.status).toBe(status)
}

describe.each(subjects)('$name', ({ name, write: [method, path], unknown, error, ...statuses }) => {
  const { stranger = 401, malformed = 400, wrongType = 400 } = statuses

  test('without credentials, and with wrong ones', async () => {
    const headers = Object.keys(apis.api(name).headers)
    const wrong = Object.fromEntries(headers.map((header) => [header, 'Bearer wrong']))
    const none = Object.fromEntries(headers.map((header) => [header, '']))
    expectRefusal(await apis.ask(name, method, path, {}, wrong), stranger, error)
    expectRefusal(await apis.ask(name, method, path, {}, none), stranger, error)
  })

  test.each(['{', '[1', '{"a":}', '\u0000', '"text"', '[]', 'null'])(
    'a body that is no JSON object: %j',
    async (body) => {
      expectRefusal(await apis.ask(name, method, path, body), malformed, error)
    },
  )

  test('a form where JSON is expected', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expectRefusal(await apis.ask(name, method, path, 'a=b&c=d', form), wrongType, error)
  })

  test('a body above 10 MB', async () => {
    const { status, text } = await apis.ask(name, method, path, `{"a":"${'x'.repeat(10 * 1024 * 1024)}"}`)
    expect(status).toBe(413)
    expect(text).toContain('larger than 10 MB')
  })

  test('a route that nobody knows', async () => {
    expectRefusal(await apis.ask(name, 'GET', '/nothing/here'), 501, error)
  })

  test('another method of a route', async () => {
    const answer = await apis.ask(name, 'PUT', path === '/followers/somebody' ? '/health' : path, {})
    expectRefusal(answer, name === 'hub' ? 200 : 405, error)
    expect(answer.headers.get('allow')).toMatch(/[A-Z]/)
  })

  test('what is not there', async () => {
    const [asked, at, status, body] = unknown
    const form: Record<string, string> = name === 'hub' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
    expectRefusal(await apis.ask(name, asked, at, body, form), status, error)
  })

  test.each([
    `{"deep":${'['.repeat(200)}${']'.repeat(200)}}`,
    '{"__proto__":{"polluted":true},"constructor":1}',
    '{"orderNumber":"\\u0000","lines":[{"sku":"\\ud800","quantity":1e308}]}',
  ])('fields that make no sense, %#', async (body) => {
    const { status, text } = await apis.ask(name, method, path, body)
    expect(status).toBeLessThan(500)
    expect(text).not.toMatch(/\bat \S+ \(|node:|\.ts:/)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})
