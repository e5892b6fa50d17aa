import { afterAll, beforeAll, expect, test } from 'vitest'
import { lines, type ServedPim, servedPim } from './served-pim.ts'

let pim: ServedPim
beforeAll(async () => {
  pim = await servedPim()
})
afterAll(async () => {
  expect(pim.bugs).toEqual([])
  await pim[Symbol.asyncDispose]()
})

test.each([
  ['families', 'skincare', 6],
  ['attributes', 'ean', 8],
  ['categories', 'skincare', 27],
  ['channels', 'ecommerce', 2],
  ['locales', 'de_DE', 5],
])('%s are listed and read', async (path, code, count) => {
  const list = await pim.call('GET', `${path}?limit=100&with_count=true`)
  expect(list).toMatchObject({ status: 200, body: { items_count: count } })
  const one = await pim.call('GET', `${path}/${code}`)
  expect(one).toMatchObject({ status: 200, body: { code } })
  expect(one.body).not.toHaveProperty('_id')
  expect(await pim.call('GET', `${path}/none`)).toMatchObject({ status: 404, body: { code: 404 } })
  expect((await pim.call('GET', path, undefined, { authorization: 'none' })).status).toBe(401)
})

test('a new attribute that a family requires makes its products incomplete, without a change of theirs', async () => {
  const before = await pim.call('GET', 'products/100-0042?with_completenesses=true')
  const { family, updated } = before.body as { family: string; updated: string }
  const attribute = { code: 'claim', type: 'pim_catalog_text', group: 'general', localizable: true, scopable: true }
  expect((await pim.call('POST', 'attributes', attribute)).status).toBe(201)
  const known = (await pim.call('GET', `families/${family}`)).body as {
    attribute_requirements: Record<string, string[]>
  }
  const requirements = { ...known.attribute_requirements, ecommerce: ['name', 'ean', 'brand', 'tax_rate', 'claim'] }
  pim.wait(60)
  expect((await pim.call('PATCH', `families/${family}`, { attribute_requirements: requirements })).status).toBe(204)
  expect((await pim.call('GET', 'products/100-0042?with_completenesses=true')).body).toMatchObject({
    updated,
    completenesses: expect.arrayContaining([{ scope: 'ecommerce', locale: 'de_DE', data: 80 }]),
  })
  const claim = [{ locale: 'de_DE', scope: 'ecommerce', data: 'Neu' }]
  expect((await pim.call('PATCH', 'products/100-0042', { values: { claim } })).status).toBe(204)
  expect((await pim.call('GET', 'products/100-0042?with_completenesses=true')).body).toMatchObject({
    completenesses: expect.arrayContaining([
      { scope: 'ecommerce', locale: 'de_DE', data: 100 },
      { scope: 'ecommerce', locale: 'pl_PL', data: 80 },
    ]),
  })
})

test('lines write many, and what does not fit is refused by its line', async () => {
  const body = ['{"code":"new_one","parent":"master"}', '{"code":"new_two","parent":"none"}', '{"code":"not a code"}']
  const answer = await pim.call('PATCH', 'categories', body.join('\n'), { 'content-type': lines })
  expect(
    String(answer.body)
      .split('\n')
      .map((line) => JSON.parse(line).status_code),
  ).toEqual([201, 422, 422])
  expect(
    await pim.call('GET', 'categories?search={"parent":[{"operator":"=","value":"master"}]}&limit=100'),
  ).toMatchObject({
    status: 200,
  })
})

test.each([
  ['an unknown property', 'PATCH', 'families/skincare', { colour: 'red' }, 422],
  ['another type', 'PATCH', 'families/skincare', { attributes: 'name' }, 422],
  ['an attribute that is not there', 'PATCH', 'families/skincare', { attributes: ['none'] }, 422],
  ['an attribute without a type', 'POST', 'attributes', { code: 'typeless' }, 422],
  ['a code that is there', 'POST', 'attributes', { code: 'ean', type: 'pim_catalog_text', group: 'general' }, 422],
  ['no code', 'POST', 'categories', {}, 422],
  ['writing a language', 'PATCH', 'locales/de_DE', { enabled: false }, 501],
])('refused: %s', async (_, method, path, body, status) => {
  expect((await pim.call(method, path, body)).status).toBe(status)
})

test('a picture is uploaded to a product, listed, and read again', async () => {
  const form = new FormData()
  form.set('product', JSON.stringify({ identifier: '100-0003', attribute: 'image', locale: null, scope: null }))
  form.set('file', new File(['picture'], 'front view.png', { type: 'image/png' }))
  const made = await pim.call('POST', 'media-files', form)
  expect(made.status).toBe(201)
  const code = made.headers.get('asset-media-file-code') ?? ''
  expect(await pim.call('GET', `media-files/${code}`)).toMatchObject({
    status: 200,
    body: { code, original_filename: 'front view.png', mime_type: 'image/png', size: 7, extension: 'png' },
  })
  expect((await pim.call('GET', `media-files/${code}/download`)).body).toBe('picture')
  expect((await pim.call('GET', 'products/100-0003')).body).toMatchObject({ values: { image: [{ data: code }] } })
  expect((await pim.call('GET', 'media-files/packshots/100-0001.jpg')).status).toBe(200)
  expect((await pim.call('GET', 'media-files/packshots/100-0001.jpg/download')).status).toBe(404)
  expect((await pim.call('GET', 'media-files?limit=2')).body).toMatchObject({ _embedded: { items: { length: 2 } } })
  expect((await pim.call('POST', 'media-files', {})).status).toBe(415)
  const empty = new FormData()
  empty.set('file', new File(['x'], 'x.png'))
  expect((await pim.call('POST', 'media-files', empty)).status).toBe(422)
})
