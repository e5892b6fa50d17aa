import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

/** What a recording must not hold. */
export const sourceValues = [
  'Petrowski',
  'Ludmilla',
  'corp.test',
  'live-token-8812aa',
  'secretcookie77',
  'Sommer-2031',
  'tok-5c1f9e77',
  '1715550199',
  '171 5550199',
  'DE89370400440532013000',
  'DE89 3704',
  'Wacholderstieg',
  'Zabolotny',
  'Quedlinburg',
  '1971-03-14',
  '203.0.113.77',
  'geheimes Haustier',
]

export interface RealSystem extends AsyncDisposable {
  url: string
}

/** A small API as somebody could have in production, over a real socket. Everybody in it is made up. */
export async function openRealSystem(): Promise<RealSystem> {
  let count = 0
  const server = createServer((request, response) => {
    request.resume()
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { pathname } = new URL(request.url ?? '/', url)
    const json = (value: unknown, headers: Record<string, string> = {}): void => {
      const body = Buffer.from(JSON.stringify(value))
      const packed = pathname === '/customers'
      response.writeHead(200, {
        'content-type': 'application/json',
        'x-served-by': 'host-of-ludmilla',
        ...(packed && { 'content-encoding': 'gzip' }),
        ...headers,
      })
      response.end(packed ? gzipSync(body) : body)
    }
    const customer = {
      id: 1,
      firstName: 'Ludmilla',
      lastName: 'Petrowski',
      name: 'Ludmilla Petrowski',
      email: 'ludmilla.petrowski@corp.test',
      phone: '+49 171 5550199',
      iban: 'DE89 3704 0044 0532 0130 00',
      birthDate: '1971-03-14',
      address: { street: 'Wacholderstieg 7', city: 'Quedlinburg', zip: '06484' },
      lastIp: '203.0.113.77',
      comment: 'geheimes Haustier',
      _links: { self: { href: `${url}/customers/1` } },
    }
    if (pathname === '/orders')
      return json([
        {
          orderNumber: 'O-1001',
          customerEmail: 'Ludmilla.Petrowski@corp.test',
          deliveredTo: 'Left with Petrowski at Wacholderstieg 7, call 0171 5550199, DE89370400440532013000',
          lines: [{ sku: '100-0042', title: 'Rosewater soap', price: 12.5 }],
        },
      ])
    if (pathname === '/login')
      return json(
        { access_token: 'tok-5c1f9e77', expires_in: 3600 },
        { 'set-cookie': 'session=tok-5c1f9e77; Domain=corp.test; Path=/; HttpOnly' },
      )
    if (pathname === '/customers')
      return json([
        customer,
        { ...customer, id: 2, lastName: 'Zabolotny', name: 'Jurij Zabolotny', email: 'j@corp.test' },
      ])
    if (pathname.startsWith('/customers/')) return json(customer)
    if (pathname === '/search')
      return json({ hits: [{ label: 'Petrowski, Ludmilla', user: { name: 'L. Petrowski' } }] })
    if (pathname === '/form') return json({ ok: true })
    if (pathname === '/count') return json({ count: ++count })
    if (pathname === '/soap') {
      response.writeHead(200, { 'content-type': 'application/soap+xml' })
      return response.end(
        '<Envelope><Partner code="C-1"><FirstName>Ludmilla</FirstName><LastName>Petrowski</LastName> of Zabolotny<!-- Petrowski --></Partner></Envelope>',
      )
    }
    response.writeHead(200, { 'content-type': 'text/csv' })
    return response.end('name;city\nPetrowski;Quedlinburg\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
