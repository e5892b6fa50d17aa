import { expect, test } from 'vitest'
import type { Json } from '../../../src/core/json.ts'
import { keyedFunction } from '../../../src/core/keyed/keyed-function.ts'
import { type FieldRules, type LooseMasking, looseMasking } from '../../../src/transform/loose/loose-masking.ts'

const key = Uint8Array.from({ length: 32 }, (_, index) => index * 7 + 3)

function opened(rules: Partial<FieldRules> = {}): Promise<LooseMasking> {
  return looseMasking(keyedFunction(key), { keep: [], mask: [], ...rules })
}

test('a plain name is a person’s, unless what is around it is a thing', async () => {
  const masking = await opened()
  const value: Json = {
    customer: { name: 'Ludmilla Petrowski' },
    product: { name: 'Rosewater soap' },
    items: [{ name: 'Sponge' }],
  }
  expect(masking.value('orders', value)).toEqual({
    customer: { name: expect.not.stringMatching(/Ludmilla|Petrowski/) },
    product: { name: 'Rosewater soap' },
    items: [{ name: 'Sponge' }],
  })
  expect(masking.value('products', [{ name: 'Sponge' }])).toEqual([{ name: 'Sponge' }])
})

test('fields are kept and masked as they are named', async () => {
  const masking = await opened({ keep: ['city'], mask: ['customer-number'] })
  expect(masking.value('', { city: 'Quedlinburg', customerNumber: 'K-4711' })).toEqual({
    city: 'Quedlinburg',
    customerNumber: expect.stringMatching(/^(?!K-4711)[A-Z]-\d{4}$/),
  })
})

test('spellings of one value have one stand-in', async () => {
  const masking = await opened()
  const of = (name: string, ...values: string[]) => new Set(values.map((value) => masking.value(name, value))).size
  expect(of('email', 'A.Vogt@corp.test', 'a.vogt@corp.test', ' a.vogt@corp.test ')).toBe(1)
  expect(of('iban', 'DE89 3704 0044 0532 0130 00', 'DE89370400440532013000')).toBe(1)
  expect(of('email', 'a.vogt@corp.test', 'b.vogt@corp.test')).toBe(2)
})

test('what was learnt is found in other texts and keys; what says nothing is left as it is', async () => {
  const masking = await opened()
  masking.learn('', { lastName: 'Petrowski', address: { street: 'Wacholderstieg 7' } })
  const masked = JSON.stringify(masking.value('', { note: 1, info: 'for PETROWSKI, wacholderstieg', petrowski: true }))
  expect(masked).not.toMatch(/petrowski|wacholderstieg/i)
  for (const text of [
    '2026-03-14T10:00:00Z',
    '3f2b8c1e-9a4d-4c6f-8b21-0d5e7f9a1c3b',
    '12.50',
    'open',
    'Parcel O-1001 shipped',
  ])
    expect(masking.text(text)).toBe(text)
})

test('numbers and what lies too deep are not let through', async () => {
  const masking = await opened()
  expect(masking.value('', { phone: 491715550199 })).not.toEqual({ phone: 491715550199 })
  let deep: Json = { email: 'a.vogt@corp.test' }
  for (let level = 0; level < 100; level++) deep = [deep]
  expect(JSON.stringify(masking.value('', deep))).not.toContain('vogt')
})
