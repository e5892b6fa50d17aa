import type { HttpHandler } from 'msw'
import { envelopeOf } from '../../../xml/soap-envelope.ts'
import { xmlOf } from '../../../xml/xml-tree.ts'
import { Refusal } from '../../refusal.ts'
import { requestText } from '../../request-text.ts'
import { type ApiCall, routesWith } from '../../routes.ts'
import { sessionCookie } from '../sessions.ts'
import { type OperationParts, soapOperations } from './operations.ts'
import { readEnvelope } from './read-envelope.ts'
import { readMessage } from './read-message.ts'
import { messageTree } from './write-message.ts'
import { messageNamespace, wsdlOf } from './wsdl.ts'

export interface SoapParts extends OperationParts {
  /** Refuses whoever has no session that lives. */
  requireSession(session: string | undefined): void
}

const path = '/soap'

/** The SOAP face of the ERP: document/literal by SOAP 1.1, with its WSDL. */
export function soapRoutes(parts: SoapParts): HttpHandler[] {
  const operations = soapOperations(parts)
  const route = routesWith(faultOf)

  const answer = async (call: ApiCall): Promise<Response> => {
    requireXml(call.request)
    const {
      operation: name,
      content,
      session = sessionCookie(call.request),
    } = await readEnvelope(await requestText(call.request))
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
    if (operation === undefined) throw new Refusal(400, '-5001', `There is no operation ${name.slice(0, 60)}`)
    if (operation.open !== true) parts.requireSession(session)
    const response = await operation.run(readMessage(operation.request, content, name), session)
    const written = xmlOf(`${name}Response`, messageTree(operation.response, response), naming)
    const cookie = name === 'Login' && `B1SESSION=${String(response.SessionId)};HttpOnly;Path=${path};SameSite=None`
    return new Response(envelopeOf(written, '1.1'), {
      headers: { ...xmlType, ...(cookie && { 'set-cookie': cookie }) },
    })
  }

  return [
    route('get', path, async ({ url }) => {
      const wantsWsdl = [...url.searchParams.keys()].some((name) => name.toLowerCase() === 'wsdl')
      if (!wantsWsdl) return new Response(null, { status: 405, headers: { allow: 'POST' } })
      return new Response(wsdlOf(operations, url.origin + path), { headers: xmlType })
    }),
    route('post', path, answer),
  ]
}

const xmlType = { 'content-type': 'text/xml; charset=utf-8' }
const naming = { namespace: messageNamespace, qualified: true }

function requireXml(request: Request): void {
  const type = request.headers.get('content-type') ?? ''
  if (!/^text\/xml\s*(;|$)/i.test(type)) throw new Refusal(415, '-5000', 'Requests are of the content type text/xml')
}

/** Faults that SOAP itself knows; all others are the client's or the server's. */
const ownFaults = ['VersionMismatch', 'MustUnderstand']

function faultOf({ status, code, message }: Refusal): Response {
  const own = ownFaults.includes(code)
  const blame = own ? code : status >= 500 ? 'Server' : 'Client'
  const detail = own ? '' : `<detail>${xmlOf('Error', { Code: code }, naming)}</detail>`
  const inner = `${xmlOf('faultcode', `soap:${blame}`, { qualified: false })}${xmlOf('faultstring', message, { qualified: false })}${detail}`
  return new Response(envelopeOf(`<soap:Fault>${inner}</soap:Fault>`, '1.1'), {
    status: status === 415 ? 415 : 500,
    headers: xmlType,
  })
}
