import { type Sandbox, sandbox } from './sandbox.ts'

export interface HostedApi {
  url: string
  credentials: Readonly<Record<string, string>>
  /** What a client that is logged in sends. */
  headers: Readonly<Record<string, string>>
}

/** All systems of an environment that is up, each as a client of it knows it. */
export interface HostedApis extends AsyncDisposable {
  box: Sandbox
  api(name: string): HostedApi
  ask(
    name: string,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<HostedAnswer>
}

export interface HostedAnswer {
  status: number
  headers: Headers
  text: string
  body: Record<string, unknown>
}

export async function hostedApis(): Promise<HostedApis> {
  const box = sandbox()
  const { out, err, code } = await box.run('standin env up --json')
  if (code !== 0) throw new Error(err)
  const { systems } = JSON.parse(out) as {
    systems: { name: string; url: string; credentials: Record<string, string> }[]
  }
  const apis = new Map<string, HostedApi>()
  for (const { name, url, credentials } of systems)
    apis.set(name, { url, credentials, headers: await loggedIn(name, url, credentials) })
  const api = (name: string): HostedApi => apis.get(name) ?? { url: '', credentials: {}, headers: {} }
  return {
    box,
    api,
    async ask(name, method, path, body, headers = {}) {
      const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
      const response = await fetch(api(name).url + path, {
        method,
        headers: { 'content-type': 'application/json', ...api(name).headers, ...headers },
        ...(text !== undefined && { body: text }),
      })
      const said = await response.text()
      const isJson = response.headers.get('content-type')?.includes('json') === true && said !== ''
      return {
        status: response.status,
        headers: response.headers,
        text: said,
        body: isJson ? (JSON.parse(said) as Record<string, unknown>) : {},
      }
    },
    async [Symbol.asyncDispose]() {
      await box.run('standin env down')
      box[Symbol.dispose]()
    },
  }
}

async function loggedIn(
  name: string,
  url: string,
  { company, user, password, clientId, secret, accessKey, token, apiKey }: Record<string, string>,
): Promise<Record<string, string>> {
  if (name === 'erp') {
    const login = { CompanyDB: company, UserName: user, Password: password }
    const response = await fetch(`${url}/b1s/v2/Login`, { method: 'POST', body: JSON.stringify(login) })
    return { cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  }
  if (name === 'pim') {
    const grant = { grant_type: 'password', username: user ?? '', password: password ?? '' }
    const response = await fetch(`${url}/api/oauth/v1/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
      body: new URLSearchParams(grant),
    })
    return { authorization: `Bearer ${((await response.json()) as { access_token: string }).access_token}` }
  }
  if (name === 'shop') return { 'sw-access-key': accessKey ?? '' }
  if (name === 'hub') return { 'x-bltoken': token ?? '' }
  return { authorization: `Bearer ${apiKey}` }
}
