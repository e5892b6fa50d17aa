import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { problemsIn, withSteps } from '../parse/outline.ts'
import { type Answer, serve } from '../trial.ts'
import { runWritten, scratch } from './written.ts'

const wsdl = fileURLToPath(new URL('../../../docs/examples/stock.wsdl', import.meta.url))
const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/'
const soap12 = 'http://www.w3.org/2003/05/soap-envelope'

const inEnvelope = (body: string, namespace = soap11): string =>
  `<?xml version="1.0"?><e:Envelope xmlns:e="${namespace}"><e:Body>${body}</e:Body></e:Envelope>`

const booked: Answer = {
  headers: { 'content-type': 'text/xml' },
  body: inEnvelope(
    '<r:BookMovementsResponse xmlns:r="urn:example:stock"><r:booked>2</r:booked></r:BookMovementsResponse>',
  ),
}

interface Sent {
  type: string | undefined
  action: string | string[] | undefined
  body: string
}

/** Calls a server that answers so; the lines go below `soap:`, `more` beside it. */
async function call(
  lines: string,
  answer: Answer = booked,
  more = '',
): Promise<Awaited<ReturnType<typeof runWritten>> & { sent: Sent | undefined }> {
  let sent: Sent | undefined
  await using server = await serve((request, body) => {
    sent = { type: request.headers['content-type'], action: request.headers.soapaction, body }
    return answer
  })
  using files = scratch()
  copyFileSync(wsdl, join(files.beside, 'stock.wsdl'))
  writeFileSync(join(files.beside, 'empty.wsdl'), '<a/>')
  const outcome = await runWritten({
    scratch: files,
    head: 'given: { vars: { sku: "100-0042", note: "a <b> & c" } }\n',
    steps: `  - name: book\n    soap:\n      url: ${server.url}/stock\n${lines}${more}`,
  })
  return { ...outcome, sent }
}

const checked = '      wsdl: stock.wsdl\n      operation: BookMovements\n'
const tree = (movement: string, more = ''): string =>
  `${checked}      body: { BookMovements: { bookedOn: "2026-03-02", movement: ${movement}${more} } }\n`
const movement = '{ "@reason": sale, sku: "${{ vars.sku }}", quantity: 2, store: HH }'

test('a tree becomes a body that the WSDL allows, and the answer a tree', async () => {
  const { steps, message, scope, sent } = await call(
    tree(`[${movement}, { "@reason": count, sku: "100-0001", quantity: 1 }]`, ', note: "${{ vars.note }}"'),
    booked,
    '    expect: { status: 200, body: { BookMovementsResponse: { booked: "2" } } }\n' +
      '    capture:\n      byTree: $.body.BookMovementsResponse.booked\n' +
      '      byPath: { xpath: "number(//s:booked)", namespaces: { s: "urn:example:stock" } }\n',
  )
  expect(message).toBeUndefined()
  expect(scope).toMatchObject({ byTree: '2', byPath: 2 })
  expect(sent).toMatchObject({ type: 'text/xml; charset=utf-8', action: '"urn:example:stock/BookMovements"' })
  expect(sent?.body).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="${soap11}"><soap:Body>` +
      '<m:BookMovements xmlns:m="urn:example:stock"><m:bookedOn>2026-03-02</m:bookedOn>' +
      '<m:movement reason="sale"><m:sku>100-0042</m:sku><m:quantity>2</m:quantity><m:store>HH</m:store></m:movement>' +
      '<m:movement reason="count"><m:sku>100-0001</m:sku><m:quantity>1</m:quantity></m:movement>' +
      '<m:note>a &lt;b&gt; &amp; c</m:note></m:BookMovements></soap:Body></soap:Envelope>',
  )
  expect(steps.book?.xml).toBe(booked.body)
})

test('values are escaped in a body that is text; SOAP 1.2 names the action in the content type', async () => {
  const body = '<Note xmlns="urn:n" by="${{ vars.note }}">${{ vars.note }}</Note>'
  const { message, sent } = await call(`      version: "1.2"\n      action: urn:note\n      body: '${body}'\n`, {
    body: inEnvelope('', soap12),
  })
  expect(message).toBeUndefined()
  expect(sent).toMatchObject({ type: 'application/soap+xml; charset=utf-8; action="urn:note"', action: undefined })
  expect(sent?.body).toContain('<Note xmlns="urn:n" by="a &lt;b&gt; &amp; c">a &lt;b&gt; &amp; c</Note>')
})

test.each([
  [`[{ "@reason": sale, sku: "100-0042" }]`, '', 'BookMovements/movement: expected "quantity"'],
  [
    `[{ "@reason": sale, quantity: 1, sku: "100-0042" }]`,
    '',
    'BookMovements/movement: expected "sku", found "quantity"',
  ],
  [
    `[{ "@reason": sale, sku: "x", quantity: 1 }]`,
    '',
    'BookMovements/movement/sku does not match the pattern \\d{3}-\\d{4}',
  ],
  [`[{ "@reason": sale, sku: "100-0042", quantity: two }]`, '', 'BookMovements/movement/quantity is no whole number'],
  [`[{ "@reason": sale, sku: "100-0042", quantity: 0 }]`, '', 'BookMovements/movement/quantity is less than 1'],
  [`[{ sku: "100-0042", quantity: 1 }]`, '', 'BookMovements/movement lacks the attribute "reason"'],
  [`[{ "@reason": theft, sku: "100-0042", quantity: 1 }]`, '', 'BookMovements/movement/@reason is none of sale, count'],
  [`[{ "@reason": sale, "@by": me, sku: "100-0042", quantity: 1 }]`, '', 'BookMovements/movement/@by is not declared'],
  [
    movement.replace('store: HH', 'store: HH, warehouse: B'),
    '',
    'BookMovements/movement: "warehouse" is not expected here',
  ],
  [movement, ', nota: x', 'BookMovements: "nota" is not expected here'],
  ['[]', '', 'BookMovements: expected "movement"'],
])('a body against the WSDL is not sent: %s%s', async (moves, more, said) => {
  const { message, result, sent } = await call(tree(moves, more))
  expect(message).toBe(said)
  expect(result.verdict).toBe('error')
  expect(sent).toBeUndefined()
})

test('nothing is nil where the schema allows that', async () => {
  const body = (on: string, note: string): string =>
    `${checked}      body: { BookMovements: { bookedOn: ${on}, movement: [${movement}], note: ${note} } }\n`
  expect((await call(body('null', 'x'))).message).toBeUndefined()
  expect((await call(body('"2026-02-30"', 'x'))).message).toBe('BookMovements/bookedOn is no date')
  expect((await call(body('null', 'null'))).message).toBe('BookMovements/note must not be nil')
})

test.each([
  [
    `${checked.replace('BookMovements', 'BookMovement')}      body: <a/>\n`,
    /has no operation "BookMovement"; did you mean "BookMovements"\?/,
  ],
  [`${checked}      body: <a/>\n`, /the operation takes "BookMovements" of the namespace urn:example:stock, found "a"/],
  ['      wsdl: stock.wsdl\n      body: <a xmlns="urn:example:stock"/>\n', /"a" is no element of the WSDL's schema/],
  ['      wsdl: missing.wsdl\n      body: <a/>\n', /cannot read .*missing\.wsdl \(ENOENT\)/],
  ['      wsdl: empty.wsdl\n      body: <a/>\n', /empty\.wsdl is no WSDL 1\.1 document/],
  ['      body: "<a><b></a>"\n', /the body is not well-formed XML \(line 1\)/],
  [
    '      body: "<!DOCTYPE a [<!ENTITY x SYSTEM \'file:///etc/passwd\'>]><a>&x;</a>"\n',
    /the body (has a document type, which is refused|is not well-formed XML)/,
  ],
  ['      body: { a: 1, b: 2 }\n', /expected one element at the root of the body/],
  ['      body: { "a b": 1 }\n', /"a b" is no name of an element or an attribute/],
])('%s cannot be called', async (lines, said) => {
  const { message, result, sent } = await call(lines)
  expect(message).toMatch(said)
  expect(result.verdict).toBe('error')
  expect(sent).toBeUndefined()
})

const fault11 = inEnvelope(
  '<e:Fault><faultcode>e:Client</faultcode><faultstring>sold out</faultstring><detail><left>0</left></detail></e:Fault>',
)
const fault12 = inEnvelope(
  '<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang="en">sold out</e:Text></e:Reason></e:Fault>',
  soap12,
)

test('a fault fails the step, unless it expects one', async () => {
  const failed = await call('      body: <a/>\n', { status: 500, body: fault11 })
  expect(failed.message).toBe('the answer is a SOAP fault: Client sold out')
  expect(failed.result.verdict).toBe('failed')
  const expected = await call(
    '      body: <a/>\n',
    { status: 500, body: fault11 },
    '    expect: { status: 500, fault: { code: Client, detail: { left: "0" } } }\n',
  )
  expect(expected.message).toBeUndefined()
  const other = await call('      body: <a/>\n', { body: fault12 })
  expect(other.message).toBe('the answer is a SOAP fault: Sender sold out')
})

test.each([
  [{ status: 502, body: '<html><p></html>' }, 'the answer (502) is no SOAP: it is not well-formed XML (line 1)'],
  [{ body: '<a/>' }, 'the answer (200) is XML, but no SOAP envelope with a body'],
  [{ body: '' }, 'the answer (200) has no body that is XML'],
  [{ body: '<!DOCTYPE a []><a/>' }, 'the answer (200) is no SOAP: it has a document type, which is refused'],
  [
    { body: `${'<a>'.repeat(200)}${'</a>'.repeat(200)}` },
    'the answer (200) is no SOAP: it has more than 100 elements within each other',
  ],
])('an answer that is no SOAP is said', async (answer, said) => {
  const { message, result } = await call('      body: <a/>\n', answer)
  expect(message).toBe(said)
  expect(result.verdict).toBe('failed')
})

test.each([
  [
    'soap: { url: "http://x", body: <a/>, operation: A }',
    'scenario.soap 4:11 "operation" is one of a WSDL, which "wsdl" must name',
  ],
  [
    'soap: { url: "http://x", body: <a/> }\n    capture: { a: { xpath: "//b[" } }',
    'scenario.xpath 5:28 the XPath is no XPath 1.0',
  ],
  [
    'soap: { url: "http://x", body: <a/> }\n    capture: { a: { xpath: "//s:b" } }',
    'scenario.xpath 5:28 the XPath uses the prefix "s", which "namespaces" does not give',
  ],
  [
    'soap: { url: "http://x", body: <a/> }\n    capture: { a: { xpath: "matches(a)" } }',
    'scenario.xpath 5:28 the XPath calls "matches", which XPath 1.0 does not have',
  ],
])('%s is refused before anything runs', (step, problem) => {
  expect(problemsIn(withSteps([step]))).toEqual([problem])
})
