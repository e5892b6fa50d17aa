import { isJsonObject } from '../../core/json.ts'
import type { RunningSystem } from '../../core/landscape.ts'
import { type Answer, type ApiClient, apiClient } from '../http-client.ts'
import { callErpBySoap, lacksSession } from './erp-soap.ts'

/** The systems as the connector calls them, logged in where that is needed. */
export interface ConnectorClients {
  /** The ERP's service layer. */
  erp: ApiClient
  /** The ERP by SOAP, for `callErpBySoap`. */
  erpSoap: ApiClient
  /** The ERP's exchange of files. */
  erpFiles: ApiClient
  pim: ApiClient
  shop: ApiClient
  oms: ApiClient
  notify: ApiClient
  payment: ApiClient
  promo: ApiClient
  wms: ApiClient
}

export type ConnectorSystem = Exclude<keyof ConnectorClients, 'erpSoap' | 'erpFiles'>

const caller = 'connector'

export function connectorClients(systems: Readonly<Record<ConnectorSystem, RunningSystem>>): ConnectorClients {
  return {
    erp: erpClient(systems.erp),
    erpSoap: erpSoapClient(systems.erp),
    erpFiles: erpFilesClient(systems.erp),
    pim: pimClient(systems.pim),
    shop: bearerClient(caller, systems.shop, systems.shop.credentials.adminToken),
    oms: bearerClient(caller, systems.oms, systems.oms.credentials.apiKey),
    notify: bearerClient(caller, systems.notify, systems.notify.credentials.apiKey),
    payment: bearerClient(caller, systems.payment, systems.payment.credentials.apiKey),
    promo: bearerClient(caller, systems.promo, systems.promo.credentials.apiKey),
    wms: bearerClient(caller, systems.wms, systems.wms.credentials.apiKey),
  }
}

/** A client with a fixed bearer key. */
export function bearerClient(caller: string, { url = '' }: RunningSystem, key: string | undefined): ApiClient {
  return apiClient({ caller, url, headers: { authorization: `Bearer ${key}` } })
}

function erpClient({ url = '', credentials }: RunningSystem): ApiClient {
  const plain = apiClient({ caller, url: `${url}/b1s/v2` })
  return loggingIn(plain, async () => {
    const { body } = await plain('POST', '/Login', {
      body: { CompanyDB: credentials.company, UserName: credentials.user, Password: credentials.password },
    })
    return { cookie: `B1SESSION=${String(body.SessionId)}` }
  })
}

function erpSoapClient({ url = '', credentials }: RunningSystem): ApiClient {
  const plain = apiClient({ caller, url })
  const logIn = async (): Promise<Record<string, string>> => {
    const { company, user, password } = credentials
    const answer = await callErpBySoap(plain, 'Login', { CompanyDB: company, UserName: user, Password: password })
    return { cookie: `B1SESSION=${isJsonObject(answer) ? String(answer.SessionId) : ''}` }
  }
  return loggingIn(plain, logIn, lacksSession)
}

function erpFilesClient({ url = '', credentials }: RunningSystem): ApiClient {
  const basic = Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')
  return apiClient({ caller, url: `${url}/exchange`, headers: { authorization: `Basic ${basic}` } })
}

function pimClient({ url = '', credentials }: RunningSystem): ApiClient {
  const plain = apiClient({ caller, url })
  const basic = Buffer.from(`${credentials.clientId}:${credentials.secret}`).toString('base64')
  return loggingIn(plain, async () => {
    const { body } = await plain('POST', '/api/oauth/v1/token', {
      headers: { authorization: `Basic ${basic}` },
      body: { grant_type: 'password', username: credentials.user, password: credentials.password },
    })
    return { authorization: `Bearer ${String(body.access_token)}` }
  })
}

/** Logs in before the first call, and again when the session has ended. */
function loggingIn(
  client: ApiClient,
  logIn: () => Promise<Record<string, string>>,
  isLoggedOut: (answer: Answer) => boolean = ({ status }) => status === 401,
): ApiClient {
  let session: Promise<Record<string, string>> | undefined
  /** A login that failed is not kept: the next call tries again. */
  const startSession = (): Promise<Record<string, string>> => {
    const started = logIn()
    started.catch(() => {
      if (session === started) session = undefined
    })
    return started
  }
  return async (method, path, options = {}) => {
    session ??= startSession()
    const used = session
    const send = async () =>
      client(method, path, {
        ...options,
        headers: { ...options.headers, ...(await session) },
        accept: [...(options.accept ?? []), 401],
      })
    const first = await send()
    if (!isLoggedOut(first)) return first
    if (session === used) session = startSession()
    const second = await send()
    if (isLoggedOut(second)) throw new Error(`${method} ${path.split('?')[0]} answered ${second.status} to a new login`)
    return second
  }
}
