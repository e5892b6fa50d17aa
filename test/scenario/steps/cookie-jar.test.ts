import { expect, test } from 'vitest'
import { cookieJar } from '../../../src/scenario/steps/cookie-jar.ts'

const shop = new URL('https://www.shop.example/account/login')

function sentTo(url: string, lines: string[], { from = shop, at = 0 } = {}): string | undefined {
  const jar = cookieJar()
  jar.set(from, lines, 0)
  return jar.header(new URL(url), at)
}

test.each([
  ['the host itself', 'https://www.shop.example/account/x', ['a=1'], 'a=1'],
  ['a host below, without a domain', 'https://x.www.shop.example/account/x', ['a=1'], undefined],
  ['another host', 'https://shop.example/account/x', ['a=1'], undefined],
  ['a host below a domain', 'https://api.shop.example/account/x', ['a=1; Domain=.shop.example'], 'a=1'],
  ['the domain itself', 'https://shop.example/account/', ['a=1; Domain=shop.example'], 'a=1'],
  ['a host that only ends alike', 'https://myshop.example/account/', ['a=1; Domain=shop.example'], undefined],
  ['a foreign domain', 'https://www.shop.example/account/x', ['a=1; Domain=other.example'], undefined],
  ['a top-level domain', 'https://www.shop.example/account/x', ['a=1; Domain=example'], undefined],
  ['a path below', 'https://www.shop.example/a/b', ['a=1; Path=/a'], 'a=1'],
  ['a path that only begins alike', 'https://www.shop.example/ab', ['a=1; Path=/a'], undefined],
  ['the directory of the request', 'https://www.shop.example/other', ['a=1'], undefined],
  ['a connection that is not secure', 'http://www.shop.example/', ['a=1; Secure; Path=/'], undefined],
  ['longest path first', 'https://www.shop.example/a/b', ['a=1; Path=/', 'b=2; Path=/a/b'], 'b=2; a=1'],
  ['a value that was replaced', 'https://www.shop.example/', ['a=1; Path=/', 'a=2; Path=/'], 'a=2'],
  ['what is no cookie', 'https://www.shop.example/', ['nonsense', '=x'], undefined],
])('%s', (_, url, lines, sent) => {
  expect(sentTo(url, lines)).toBe(sent)
})

test('loopback addresses are told apart by their ports, and count as secure', () => {
  const from = new URL('http://127.0.0.1:8001/')
  expect(sentTo('http://127.0.0.1:8001/', ['a=1; Secure'], { from })).toBe('a=1')
  expect(sentTo('http://127.0.0.1:8002/', ['a=1'], { from })).toBeUndefined()
})

test('cookies expire on the clock that is given', () => {
  const lines = [
    'a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:01 GMT; Path=/',
    'b=2; Expires=Thu, 01 Jan 1970 00:02:00 GMT; Path=/',
  ]
  const url = 'https://www.shop.example/'
  expect(sentTo(url, lines, { at: 59_000 })).toBe('a=1; b=2')
  expect(sentTo(url, lines, { at: 60_000 })).toBe('b=2')
  expect(sentTo(url, lines, { at: 120_000 })).toBeUndefined()
  expect(sentTo(url, ['a=1; Path=/', 'a=; Max-Age=0; Path=/'])).toBeUndefined()
})
