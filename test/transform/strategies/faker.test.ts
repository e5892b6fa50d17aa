import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { keyedFunction } from '../../../src/core/keyed/keyed-function.ts'
import { keyedFaker, loadedLocale, loadLocale } from '../../../src/transform/faker/locales.ts'
import { providerAt, providerPaths, refusalOf } from '../../../src/transform/faker/providers.ts'
import { keyedDraw } from '../../../src/transform/forms/keyed-draw.ts'
import { built, byText, byValue, checked, decimal, integer, rowIdentity, text, varchar } from './trial.ts'

test('the same value gives the same replacement, in the locale, never the value', async () => {
  const german = await built({ faker: { provider: 'person.lastName', locale: 'de' } }, varchar(12))
  const again = await built({ faker: { provider: 'person.lastName', locale: 'de' } }, varchar(12))
  const polish = await built({ faker: { provider: 'person.lastName', locale: 'pl' } }, varchar(12))
  fc.assert(
    fc.property(fc.string(), (value) => {
      const name = byText(german.transform, value)
      expect([...String(name)].length).toBeLessThanOrEqual(12)
      expect(byText(again.transform, value)).toBe(name)
      expect(name).not.toBe(value)
    }),
  )
  const names = Array.from({ length: 50 }, (_, index) =>
    [german, polish].map(({ transform }) => byText(transform, `${index}`)),
  )
  expect(names.filter(([one, other]) => one === other).length).toBeLessThan(5)
  expect(new Set(names.map(([name]) => name)).size).toBeGreaterThan(40)
})

test('an identity decides where it is named, and stands in the row', async () => {
  const customer = rowIdentity(3)
  const trial = { identities: { customer } }
  const { transform } = await built({ faker: { provider: 'vehicle.vehicle', identity: 'customer' } }, text, trial)
  expect(byText(transform, 'a')).toBe(byText(transform, 'b'))
  customer.present = false
  expect(byText(transform, 'a')).not.toBe(byText(transform, 'b'))
})

test('results take the form of the column', async () => {
  expect(
    byValue((await built({ faker: { provider: 'number.int', args: [{ max: 9 }] } }, integer)).transform, 77),
  ).toBeLessThan(10)
  expect(byValue((await built({ faker: 'commerce.price' }, decimal)).transform, '1.00')).toMatch(/^\d+\.\d\d$/)
  expect(
    byValue((await built({ faker: 'date.past' }, { kind: 'date', name: 'date' })).transform, '2020-01-01'),
  ).toMatch(/^202[45]-/)
})

test('what does not fit is said before', async () => {
  expect(await checked({ faker: 'comerce.productname' }, text)).toEqual([
    'Faker has no provider "comerce.productname"; did you mean "commerce.productName"?',
  ])
  expect(await checked({ faker: { provider: 'person.firstName', locale: 'de_DE' } }, text)).toEqual([
    'Faker has no locale "de_DE"; did you mean "de_AT"?',
  ])
  expect(await checked({ faker: { provider: 'person.firstName', locale: '../../x' } }, text)).toHaveLength(1)
  expect(await checked({ faker: 'person.firstName' }, integer)).toEqual([
    'what person.firstName makes does not fit integer',
  ])
  expect(await checked({ faker: 'internet.email' }, text)).toEqual([
    'internet.email is not used: its addresses are at real providers; use internet.exampleEmail, or a persona',
  ])
})

describe('every provider that is not refused', () => {
  beforeAll(() => loadLocale('en'))

  test('makes no address at a real provider, and leads to no server', () => {
    const locale = loadedLocale('en')
    if (locale === undefined) throw new Error('the locale was not loaded')
    const draw = keyedDraw(keyedFunction(new Uint8Array(16)), 'test')
    const faker = keyedFaker(locale, draw)
    // A user agent may name the page of the crawler's maker.
    const harmless = (path: string): boolean => path === 'internet.userAgent' || refusalOf(path) !== undefined
    const paths = providerPaths(faker).filter((path) => !harmless(path))
    expect(paths.length).toBeGreaterThan(150)
    const reaching = paths.filter((path) => {
      draw.seed(new TextEncoder().encode(path), 0, path.length)
      return Array.from({ length: 20 }, () => shown(() => providerAt(faker, path)?.())).some(leadsSomewhere)
    })
    expect(reaching).toEqual([])
  })
})

function shown(make: () => unknown): string {
  try {
    return String(JSON.stringify(make()))
  } catch {
    return ''
  }
}

function leadsSomewhere(text: string): boolean {
  const hosts = [...text.matchAll(/(?:@|:\/\/)([\w.-]+\.[a-z]{2,})/gi)].map(([, host = '']) => host)
  return hosts.some((host) => !/(^|\.)(example|test|invalid|localhost)(\.(com|net|org))?$/.test(host))
}
