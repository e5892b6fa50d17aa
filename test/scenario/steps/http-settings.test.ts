import { expect, test } from 'vitest'
import { type Answer, serve } from '../trial.ts'
import { runWritten } from './written.ts'

test('redirects are followed as asked, and the answer keeps the chain', async () => {
  await using server = await serve((request, body) => {
    const path = request.url ?? ''
    if (path === '/a') return { status: 302, headers: { location: '/b' } }
    if (path === '/b') return { status: 307, headers: { location: '/c?x=1' } }
    return { body: { path, method: request.method, body } }
  })
  const { steps, message } = await runWritten({
    head: 'http: { redirects: follow }\n',
    steps: `
  - name: followed
    post: ${server.url}/a
    body: { n: 1 }
  - name: kept
    put: ${server.url}/b
    body: text
  - name: manual
    redirects: manual
    get: ${server.url}/a
`,
  })
  expect(message).toBeUndefined()
  expect(steps.followed).toMatchObject({
    url: `${server.url}/c?x=1`,
    body: { path: '/c?x=1', method: 'GET', body: '' },
    redirects: [
      { status: 302, url: `${server.url}/a`, location: `${server.url}/b` },
      { status: 307, url: `${server.url}/b`, location: `${server.url}/c?x=1` },
    ],
  })
  expect(steps.kept).toMatchObject({ body: { method: 'PUT', body: 'text' } })
  expect(steps.manual).toMatchObject({ status: 302, headers: { location: '/b' } })
})

test('a redirect that never ends is given up', async () => {
  await using server = await serve(() => ({ status: 302, headers: { location: '/again' } }))
  const { message } = await runWritten({ steps: `  - get: ${server.url}/\n    redirects: follow\n` })
  expect(message).toBe(`GET ${server.url}/ was redirected more than 20 times`)
})

test('another host is not told who we are', async () => {
  const seen: (string | undefined)[] = []
  await using other = await serve((request) => {
    seen.push(request.headers.authorization)
    return {}
  })
  await using first = await serve(() => ({ status: 302, headers: { location: `${other.url}/` } }))
  const { message } = await runWritten({
    steps: `
  - get: ${first.url}/
    redirects: follow
    auth: { basic: { user: a, password: b } }
  - get: ${first.url}/
    redirects: follow
    headers: { Authorization: Bearer secret }
`,
  })
  expect(message).toBeUndefined()
  expect(seen).toEqual([undefined, undefined])
})

test('cookies are kept where that is asked for, each line of steps with its own', async () => {
  await using server = await serve((request): Answer => {
    const path = request.url ?? ''
    const user = path.startsWith('/login/') ? path.slice('/login/'.length) : undefined
    const cookies: Answer['headers'] =
      user === undefined ? {} : { 'set-cookie': [`session=${user}; Path=/`, 'old=1; Max-Age=0', 'deep=1; Path=/deep'] }
    return { headers: cookies, body: { cookie: request.headers.cookie ?? null } }
  })
  const { steps, message } = await runWritten({
    head: 'http: { cookies: true }\n',
    steps: `
  - name: login
    get: ${server.url}/login/anna
  - name: lines
    parallel:
      each: [berta, carla]
      as: who
      steps:
        - get: ${server.url}/login/\${{ who }}
        - name: me
          get: ${server.url}/me
          expect: { body: { cookie: "session=\${{ who }}" } }
  - name: mine
    get: ${server.url}/me
  - name: deep
    get: ${server.url}/deep/er
  - name: without
    cookies: false
    get: ${server.url}/me
`,
  })
  expect(message).toBeUndefined()
  expect(steps.login?.headers).toMatchObject({
    'set-cookie': ['session=anna; Path=/', 'old=1; Max-Age=0', 'deep=1; Path=/deep'],
  })
  expect(steps.mine?.body).toEqual({ cookie: 'session=anna' })
  expect(steps.deep?.body).toEqual({ cookie: 'deep=1; session=anna' })
  expect(steps.without?.body).toEqual({ cookie: null })
})

test('basic and bearer', async () => {
  await using server = await serve((request) => ({ body: { authorization: request.headers.authorization } }))
  const { steps } = await runWritten({
    head: `given: { vars: { token: t-1 } }\nhttp: { auth: { bearer: "\${{ vars.token }}" } }\n`,
    steps: `
  - { name: bearer, get: "${server.url}/" }
  - { name: basic, get: "${server.url}/", auth: { basic: { user: anna, password: "gehe:im" } } }
`,
  })
  expect(steps.bearer?.body).toEqual({ authorization: 'Bearer t-1' })
  expect(steps.basic?.body).toEqual({ authorization: `Basic ${btoa('anna:gehe:im')}` })
})

test('an OAuth token is fetched once, and once more when it is refused', async () => {
  const asked: string[] = []
  let valid = 'token-1'
  await using server = await serve((request, body) => {
    if (request.url === '/token') {
      asked.push(`${request.headers.authorization} ${body}`)
      return { body: { access_token: `token-${asked.length}`, expires_in: 3600 } }
    }
    if (request.url === '/revoke') valid = 'token-2'
    return { status: request.headers.authorization === `Bearer ${valid}` ? 200 : 401, body: {} }
  })
  const { steps, message } = await runWritten({
    head: `http: { auth: { oauth: { tokenUrl: "${server.url}/token", clientId: c 1, clientSecret: "s:1", scope: orders } } }\n`,
    steps: `
  - parallel: { each: [1, 2, 3], as: n, steps: [{ get: "${server.url}/", expect: { status: 200 } }] }
  - { get: "${server.url}/revoke" }
  - { name: again, get: "${server.url}/", expect: { status: 200 } }
`,
  })
  expect(message).toBeUndefined()
  expect(asked).toHaveLength(2)
  expect(asked[0]).toBe(`Basic ${btoa('c%201:s%3A1')} grant_type=client_credentials&scope=orders`)
  expect(steps.again).toMatchObject({ status: 200 })
})

test('an OAuth token that expires is fetched again', async () => {
  let tokens = 0
  await using server = await serve((request) =>
    request.url === '/token' ? { body: { access_token: `t${++tokens}`, expires_in: 1 } } : { body: {} },
  )
  const oauth = `{ tokenUrl: "${server.url}/token", clientId: a, clientSecret: b }`
  await runWritten({
    head: `http: { auth: { oauth: ${oauth} } }\n`,
    steps: `  - { get: "${server.url}/" }\n  - { get: "${server.url}/" }\n`,
  })
  expect(tokens).toBe(2)
})

test.each([
  [{ status: 400, body: { error: 'invalid_client' } }, 'it answered 400'],
  [{ status: 200, body: 'oops' }, 'the answer is none'],
])('an authority that gives no token is named', async (answer, why) => {
  await using server = await serve(() => answer)
  const oauth = `{ tokenUrl: "${server.url}/token", clientId: a, clientSecret: b }`
  const { result, message } = await runWritten({ steps: `  - { get: "${server.url}/", auth: { oauth: ${oauth} } }\n` })
  expect(message).toBe(`${server.url}/token gave no access token: ${why}`)
  expect(result.verdict).toBe('error')
})
