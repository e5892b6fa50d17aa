import { StandinError } from '../../core/error.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { parseXml } from '../../xml/parse-xml.ts'
import { contentOf, envelopeOf, type SoapContent, soapHeaders } from '../../xml/soap-envelope.ts'
import { xmlOf } from '../../xml/xml-tree.ts'
import { type Answer, type ApiClient, type CallOptions, outage } from '../http-client.ts'

/** The namespace of the ERP's WSDL. */
const namespace = 'urn:standin:business-one:service'

/**
 * Calls one operation of the ERP, and gives the tree of its answer. Throws `system.unreachable` when there is no answer,
 * none by SOAP, or a fault of the server; what the ERP refuses is thrown with the fault's sentence as its cause.
 */
export async function callErpBySoap(
  client: ApiClient,
  operation: string,
  message: object,
  options: Pick<CallOptions, 'correlationId'> = {},
): Promise<Json> {
  const { type, soapaction } = headersOf(operation)
  const answer = await client('POST', '/soap', {
    ...options,
    headers: { accept: 'text/xml', soapaction },
    content: { type, text: envelopeOf(xmlOf(operation, message, { namespace, qualified: true }), '1.1') },
    plain: true,
    accept: [500],
  })
  const { body, fault } = await contentIn(answer, operation)
  if (fault?.code === 'Client') throw new Error(`${operation} by SOAP was refused`, { cause: fault.message })
  if (fault !== undefined) throw outage(`${operation} by SOAP ended with a fault of the server`)
  return isJsonObject(body) ? (body[`${operation}Response`] ?? null) : null
}

/** Whether an answer says that its session is none, or no longer one. */
export function lacksSession({ status, text }: Answer): boolean {
  return status === 500 && /<m:Code>301<\/m:Code>/.test(text)
}

function headersOf(operation: string): { type: string; soapaction: string } {
  const { 'content-type': type = '', soapaction = '' } = soapHeaders(`${namespace}/${operation}`, '1.1')
  return { type, soapaction }
}

async function contentIn({ status, text }: Answer, operation: string): Promise<SoapContent> {
  const content = await parseXml(text, 'the answer').then(contentOf, (thrown: unknown) => {
    if (thrown instanceof StandinError) return undefined
    throw thrown
  })
  if (content === undefined) throw outage(`${operation} by SOAP answered ${status} with what is no envelope`)
  return content
}
