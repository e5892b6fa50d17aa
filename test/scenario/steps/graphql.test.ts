import { expect, test } from 'vitest'
import { problemsIn, withSteps } from '../parse/outline.ts'
import { type Answer, serve } from '../trial.ts'
import { runWritten } from './written.ts'

async function ask(answer: Answer, more = ''): Promise<Awaited<ReturnType<typeof runWritten>> & { sent: unknown }> {
  let sent: unknown
  await using server = await serve((request, body) => {
    sent = {
      ...(JSON.parse(body) as object),
      type: request.headers['content-type'],
      auth: request.headers.authorization,
    }
    return answer
  })
  const outcome = await runWritten({
    head: 'given: { vars: { sku: "100-0042" } }\n',
    steps: `
  - name: stock
    graphql:
      url: ${server.url}/graphql
      query: "query Stock($sku: ID!) { stock(sku: $sku) { units } }"
      operationName: Stock
      variables: { sku: "\${{ vars.sku }}" }
      auth: { bearer: t }
${more}`,
  })
  return { ...outcome, sent }
}

test('an operation is asked with its variables', async () => {
  const { steps, scope, message, sent } = await ask(
    { body: { data: { stock: { units: 3 } } } },
    '    expect: { status: 200, data: { stock: { units: 3 } } }\n    capture: { units: $.data.stock.units, kind: { header: content-type } }\n',
  )
  expect(message).toBeUndefined()
  expect(sent).toEqual({
    query: 'query Stock($sku: ID!) { stock(sku: $sku) { units } }',
    operationName: 'Stock',
    variables: { sku: '100-0042' },
    type: 'application/json',
    auth: 'Bearer t',
  })
  expect(steps.stock).toMatchObject({ data: { stock: { units: 3 } }, errors: null })
  expect(scope).toMatchObject({ units: 3, kind: 'application/json' })
})

const refused = { data: null, errors: [{ message: 'no such article', path: ['stock'] }, { message: 'b' }] }

test('errors fail the step, unless it expects them', async () => {
  const failed = await ask({ body: refused }, '    expect: { status: 200 }\n')
  expect(failed.message).toBe('the answer has a GraphQL error at stock: no such article, and 1 more')
  expect(failed.result.verdict).toBe('failed')
  const expected = await ask({ body: refused }, '    expect: { errors: [{ message: { contains: article } }, {}] }\n')
  expect(expected.message).toBeUndefined()
})

test.each([
  [{ status: 502, body: '<html>' }, 'the answer (502) is no GraphQL result: it is text (content type text/plain)'],
  [{ body: { ok: true } }, 'the answer (200) is no GraphQL result: it has neither "data" nor "errors"'],
])('an answer that is no result is said', async (answer, said) => {
  const { message } = await ask(answer)
  expect(message).toBe(said)
})

test('a misspelt key is refused before anything runs', () => {
  expect(problemsIn(withSteps(['graphql: { url: "http://x", query: "{ a }", variable: {} }']))).toEqual([
    'scenario.unknown-key 4:49 unknown key "variable"; did you mean "variables"?',
  ])
  expect(problemsIn(withSteps(['graphql: { url: shop, query: "{ a }" }']))).toEqual([
    'scenario.url 4:21 expected a URL, such as ${{ shop.url }}/path or http://…',
  ])
})
