import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServedPim, servedPim } from './served-pim.ts'

/*
 * A stranger's client: it knows the real API's documentation only, and nothing of the mirror.
 */
let pim: ServedPim
beforeAll(async () => {
  pim = await servedPim()
})
afterAll(async () => {
  await pim[Symbol.asyncDispose]()
})

interface Tokens {
  access_token: string
  refresh_token: string
  expires_in: number
  token_type: string
}

interface Product {
  identifier: string
  values: Record<string, { locale: string | null; scope: string | null; data: unknown }[]>
}

interface Page {
  _links: { next?: { href: string } }
  _embedded: { items: Product[] }
}

async function tokens(grant: Record<string, string>): Promise<Tokens> {
  const { clientId, secret } = pim.credentials
  const response = await fetch(`${pim.url}/api/oauth/v1/token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
    },
    body: new URLSearchParams(grant),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as Tokens
}

const login = (): Promise<Tokens> =>
  tokens({ grant_type: 'password', username: pim.credentials.user, password: pim.credentials.password })

async function products(token: string, query: string): Promise<Product[]> {
  const found: Product[] = []
  let next: string | undefined = `${pim.url}/api/rest/v1/products?${query}`
  while (next !== undefined) {
    const response: Response = await fetch(next, { headers: { authorization: `Bearer ${token}` } })
    expect(response.status).toBe(200)
    const page = (await response.json()) as Page
    found.push(...page._embedded.items)
    next = page._links.next?.href
  }
  return found
}

test('logs in, and goes on with its refresh token, once', async () => {
  const first = await login()
  expect(first).toMatchObject({ expires_in: 3600, token_type: 'bearer' })
  const second = await tokens({ grant_type: 'refresh_token', refresh_token: first.refresh_token })
  expect(
    await products(second.access_token, 'limit=1&search={"identifier":[{"operator":"=","value":"100-0042"}]}'),
  ).toHaveLength(1)
  const { clientId, secret } = pim.credentials
  const again = await fetch(`${pim.url}/api/oauth/v1/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'refresh_token',
      refresh_token: first.refresh_token,
      client_id: clientId,
      client_secret: secret,
    }),
  })
  expect(again.status).toBe(422)
})

test('writes a thousand articles by lines, and pages through all of them in both ways', async () => {
  const { access_token: token } = await login()
  for (let start = 0; start < 1000; start += 100) {
    const lines = Array.from({ length: 100 }, (_, index) =>
      JSON.stringify({
        identifier: `bulk-${String(start + index).padStart(4, '0')}`,
        family: 'skincare',
        values: { name: [{ locale: 'en_GB', scope: null, data: `Article ${start + index}` }] },
      }),
    )
    const response = await fetch(`${pim.url}/api/rest/v1/products`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/vnd.akeneo.collection+json' },
      body: lines.join('\n'),
    })
    const results = (await response.text()).split('\n').map((line) => JSON.parse(line) as { status_code: number })
    expect(results).toHaveLength(100)
    expect(results.every(({ status_code }) => status_code === 201)).toBe(true)
  }
  const search = 'search={"identifier":[{"operator":"STARTS WITH","value":"bulk-"}]}'
  const byNumber = await products(token, `limit=100&${search}`)
  const behind = await products(token, `limit=100&pagination_type=search_after&${search}`)
  expect(byNumber).toHaveLength(1000)
  expect(new Set(byNumber.map(({ identifier }) => identifier)).size).toBe(1000)
  expect(behind).toEqual(byNumber)
  expect(behind[999]?.values.name).toEqual([{ locale: 'en_GB', scope: null, data: 'Article 999' }])
})

test('its token ends after an hour', async () => {
  const { access_token: token } = await login()
  pim.wait(3600)
  const response = await fetch(`${pim.url}/api/rest/v1/products`, { headers: { authorization: `Bearer ${token}` } })
  expect(response.status).toBe(401)
  expect(await response.json()).toEqual({ code: 401, message: 'The access token provided is invalid.' })
})
