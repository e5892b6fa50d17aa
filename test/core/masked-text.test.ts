import { expect, test } from 'vitest'
import { maskedText } from '../../src/core/masked-text.ts'
import { masked } from '../../src/core/masking.ts'

test.each([
  ['an address', 'write to lena.vogt@example.com now', 'write to *** now'],
  ['an address in a URL', '/messages?to=lena.vogt%40example.com', '/messages?to=***'],
  ['a query string', '/login?user=7&access_token=abc123&page=2#top', '/login?user=7&access_token=***&page=2#top'],
  ['an encoded name of a parameter', '/x?%65mail=somebody', '/x?%65mail=***'],
  ['a form', 'grant_type=password&username=lena&password=pa55', 'grant_type=password&username=lena&password=***'],
  [
    'credentials in a URL',
    'postgres://standin:pa55word@127.0.0.1:5432/erp',
    'postgres://standin:***@127.0.0.1:5432/erp',
  ],
  ['a bearer token', 'authorization was Bearer abc.def-123', 'authorization was Bearer ***'],
  ['basic credentials', 'Basic bGVuYTpwYXNz==', 'Basic ***'],
  [
    'JSON in a text',
    'it said {"password": "pa55", "sku": "100-0042"}',
    'it said {"password": "***", "sku": "100-0042"}',
  ],
  ['JSON in JSON', '"{\\"firstName\\":\\"Lena\\"}"', '"{\\"firstName\\":\\"***\\"}"'],
  ['an escaped sign in JSON', '{"token":"a\\"b", "x":1}', '{"token":"***", "x":1}'],
  ['a long secret in JSON', `{"token":"${'k'.repeat(5_000)}"}`, '{"token":"***"}'],
  [
    'XML',
    '<s:Password type="x">pa55</s:Password><Sku>100-0042</Sku>',
    '<s:Password type="x">***</s:Password><Sku>100-0042</Sku>',
  ],
  ['a telephone number', 'call +49 30 901820 today', 'call *** today'],
  ['an IBAN', 'pay to DE89 3704 0044 0532 0130 00 soon', 'pay to *** soon'],
  ['a card number', 'paid with 4242 4242 4242 4242', 'paid with ***'],
])('%s is hidden in a text', (_what, text, shown) => {
  expect(maskedText(text)).toBe(shown)
})

test.each([
  'article 100-0042, warehouse HH-01: committed is 8 in erp, 0 in oms',
  'POST /reservations 201 at 2026-03-02T08:30:00.000Z+0100',
  '$.rows[0].state is "open", expected "reserved"',
  'EAN 4006381333931, order 10073, key order/10073?quantity=2',
  'Basic information about DE12ABCD34567890EFGH, 4242 4242 4242 4243',
  '<Item>100-0042</Item>',
  '<Address>\n  <City>Kiel</City>\n</Address>',
])('what is neither secret nor personal is kept: %s', (text) => {
  expect(maskedText(text)).toBe(text)
})

test('a long text costs no more than its length', () => {
  const started = performance.now()
  for (const unit of ['a', 'a.', '"a":"', '<a b', 'a=', '//a:', '+49 ', 'DE12 ', '1234 '])
    maskedText(unit.repeat(200_000 / unit.length))
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('keys decide about whole values, wherever they stand', () => {
  expect(masked({ rows: [{ email: 'x', sku: '1', has_password: true, first_name: null }], token: 12 })).toEqual({
    rows: [{ email: '***', sku: '1', has_password: true, first_name: null }],
    token: '***',
  })
})
