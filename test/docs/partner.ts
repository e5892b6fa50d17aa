import type { IncomingMessage } from 'node:http'
import { makeCertificates, serveTls } from '../scenario/steps/tls-server.ts'
import { type Answer, serve } from '../scenario/trial.ts'

export interface Partner extends AsyncDisposable {
  /** What the examples that need a partner read as variables. */
  vars: Readonly<Record<string, string>>
}

/** A partner's systems as the examples expect them; certificates for one of them are put into the directory. */
export async function openPartner(directory: string): Promise<Partner> {
  makeCertificates(directory)
  const server = await serve(answered)
  const bank = await serveTls(directory)
  return {
    vars: { partner: server.url, bank: bank.url, secret: 'geheim-123' },
    async [Symbol.asyncDispose]() {
      await bank[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

const catalogue =
  '<catalogue xmlns="urn:catalogue"><article number="100-0042"/><article number="100-0050"/></catalogue>'

const order = {
  stateMachineState: { technicalName: 'open' },
  lineItems: [
    { id: 'a', sku: '100-0042', quantity: 2, price: 12.5 },
    { id: 'b', sku: '100-0050', quantity: 1, price: 240 },
  ],
}

function answered(request: IncomingMessage, body: string): Answer {
  const { authorization = '', 'content-type': type = '' } = request.headers
  switch (`${request.method} ${request.url}`) {
    case 'POST /token':
      return { body: { access_token: 'token-1', expires_in: 60 } }
    case 'GET /orders':
      return { status: authorization === 'Bearer token-1' ? 200 : 401, body: {} }
    case 'GET /orders/10001':
      return { body: order }
    case 'GET /whoami':
      return { body: { scheme: authorization.split(' ')[0] } }
    case 'POST /echo':
      return { body: { contentType: type, body } }
    case 'PUT /prices/100-0042':
      return { status: 201, body: JSON.parse(body) }
    case 'PATCH /prices/100-0042':
      return { body: { price: '12.50', currency: 'EUR', ...JSON.parse(body) } }
    case 'DELETE /prices/100-0042':
      return { status: 204 }
    case 'GET /catalogue.xml':
      return { headers: { 'content-type': 'application/xml' }, body: catalogue }
    case 'POST /graphql':
      if (body.includes('nothing')) return { body: { errors: [{ message: 'there is no field "nothing"' }] } }
      return { body: { data: { stock: { units: 3 } } } }
    default:
      return soapAnswer(type)
  }
}

function soapAnswer(type: string): Answer {
  if (type.startsWith('application/soap+xml')) {
    const fault = '<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text>unknown movement</e:Text></e:Reason>'
    const envelope = 'xmlns:e="http://www.w3.org/2003/05/soap-envelope"'
    return { status: 500, body: `<e:Envelope ${envelope}><e:Body><e:Fault>${fault}</e:Fault></e:Body></e:Envelope>` }
  }
  const answer = '<BookMovementsResponse xmlns="urn:example:stock"><booked>1</booked></BookMovementsResponse>'
  const envelope = 'xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"'
  return { body: `<e:Envelope ${envelope}><e:Body>${answer}</e:Body></e:Envelope>` }
}
