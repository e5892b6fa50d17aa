import { expect, test } from 'vitest'
import { concealment } from '../../src/core/concealment.ts'

test('a known secret is hidden in texts and in keys', () => {
  const { text, content } = concealment(['5e5510n'])
  expect(text('it was 5e5510n')).toBe('it was ***')
  expect(content({ 'k-5e5510n': ['5e5510n'] }).value).toEqual({ 'k-***': ['***'] })
})

test('what was hidden under its key is hidden in later texts, too, as a whole word', () => {
  const { text, content } = concealment()
  expect(content({ lastName: 'Vogt', contextToken: 'ab12cd34' }).value).toEqual({
    lastName: '***',
    contextToken: '***',
  })
  expect(text('Dear Lena Vogt, see /cart/ab12cd34, Vogtland')).toBe('Dear Lena ***, see /cart/***, Vogtland')
})

test('a body is read as JSON where it is JSON, and as a table where it is CSV', () => {
  const { body } = concealment()
  expect(body('{"email":"x","sku":"1"}')).toEqual({ value: { email: '***', sku: '1' } })
  expect(body('{"email": broken')).toEqual({ value: '{"email": broken' })
  expect(body('sku;first_name;units\n1;Lena;2\n')).toEqual({ value: 'sku;first_name;units\n1;***;2\n' })
})

test.each([
  ['a long list', Array.from({ length: 10_000 }, (_, index) => ({ index, text: 'some text' }))],
  ['a long text', 'x'.repeat(1_000_000)],
  ['many long texts', Array.from({ length: 100 }, () => 'x'.repeat(10_000))],
  ['many keys', Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key ${index}`, index]))],
  ['long keys', Object.fromEntries(Array.from({ length: 10 }, (_, index) => [index + 'k'.repeat(20_000), index]))],
])('%s is cut at about 16 KB and says so', (_what, value) => {
  const shown = concealment().content(value)
  expect(shown.truncated).toBe(true)
  expect(JSON.stringify(shown).length).toBeLessThan(40_000)
  expect(JSON.stringify(shown)).toMatch(/more|characters/)
})

test('nothing that nests without end is followed to its end', () => {
  const endless: Record<string, unknown> = {}
  endless.self = endless
  expect(concealment().content(endless).truncated).toBe(true)
})

test('a secret at the place where a text is cut is hidden first', () => {
  const text = `${'x '.repeat(4_090)}lena.vogt@example.com`
  expect(JSON.stringify(concealment().content(text))).not.toContain('lena')
})
