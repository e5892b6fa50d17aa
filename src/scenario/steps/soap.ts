import { resolve } from 'node:path'
import { StandinError, usageError } from '../../core/error.ts'
import { isJsonObject } from '../../core/json.ts'
import { withinTime } from '../../limits/within-time.ts'
import { parseXml } from '../../xml/parse-xml.ts'
import { contentOf, envelopeOf, onlyEntry, soapHeaders } from '../../xml/soap-envelope.ts'
import { unsuitableName, xmlOf } from '../../xml/xml-tree.ts'
import type { SoapRequestStep } from '../model/protocol-steps.ts'
import { besideScenario } from './directories.ts'
import { headersOf } from './http.ts'
import { decoded, exchange, type HttpAnswer } from './http-exchange.ts'
import { renderText } from './rendered-text.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { urlOf } from './url.ts'
import { checkRoot } from './xml/check-element.ts'
import { type QName, schemaOf } from './xml/schema-set.ts'
import { operationOf, readWsdl, type Wsdl, type WsdlOperation } from './xml/wsdl.ts'

/**
 * One SOAP call. The answer is `{ status, headers, body, xml, duration }`, `body` as a tree, with `fault` when there is
 * one, which fails the step unless it expects one. A body that does not fit the WSDL is not sent.
 */
export async function callSoap(step: SoapRequestStep, context: StepContext): Promise<Attempt> {
  const { scope, correlationId, directories } = context
  const wsdl =
    step.wsdl &&
    (await readWsdl(
      resolve(besideScenario(directories, step.place), renderText(step.wsdl, scope, 'the WSDL')),
      step.wsdl.place,
    ))
  const operation =
    wsdl &&
    step.operation &&
    operationOf(wsdl, renderText(step.operation, scope, 'the operation'), step.operation.place)
  const body = await bodyOf(step, context, wsdl, operation)
  const action = step.action === undefined ? (operation?.action ?? '') : renderText(step.action, scope, 'the action')
  const url = urlOf(step.url, scope, `the URL of "${step.name}"`)
  const headers = headersOf(step.settings.headers, scope, correlationId)
  for (const [name, value] of Object.entries(soapHeaders(action, step.version))) headers.set(name, value)
  const request = { method: 'POST', url, headers, body: envelopeOf(body, step.version) }
  return attemptOf(step, await exchange(request, step.settings, context, step.place))
}

async function attemptOf({ expectsFault, place }: SoapRequestStep, received: HttpAnswer): Promise<Attempt> {
  const { status, headers, duration } = received
  const xml = textOf(received)
  const read = await contentIn(xml)
  const about = { status, headers, xml, duration }
  if ('why' in read)
    return { answer: { ...about, body: null }, failure: { message: `the answer (${status}) ${read.why}`, place } }
  const { body, fault } = read
  const answer = { ...about, body, ...(fault && { fault }) }
  if (fault === undefined || expectsFault) return { answer }
  return { answer, failure: { message: `the answer is a SOAP fault: ${fault.code} ${fault.message}`.trim(), place } }
}

function textOf(received: HttpAnswer): string {
  const { body } = decoded(received)
  return typeof body === 'string' ? body : ''
}

async function contentIn(xml: string): Promise<NonNullable<ReturnType<typeof contentOf>> | { why: string }> {
  if (xml === '') return { why: 'has no body that is XML' }
  try {
    return contentOf(await parseXml(xml, 'it')) ?? { why: 'is XML, but no SOAP envelope with a body' }
  } catch (thrown) {
    if (thrown instanceof StandinError && thrown.code === 'xml.refused') return { why: `is no SOAP: ${thrown.message}` }
    throw thrown
  }
}

/** The content of the envelope's body as XML, checked where there is a WSDL. Throws `soap.body`, all problems together. */
async function bodyOf(
  step: SoapRequestStep,
  { scope }: StepContext,
  wsdl: Wsdl | undefined,
  operation: WsdlOperation | undefined,
): Promise<string> {
  const rendered = step.body.render(scope)
  const refuse = (...messages: string[]): never => {
    throw usageError(messages.map((message) => ({ code: 'soap.body', message, place: step.body.place })))
  }
  const given = step.namespace && renderText(step.namespace, scope, 'the namespace')
  const xml = typeof rendered === 'string' ? rendered.trim() : treeText(rendered, given, wsdl, operation, refuse)
  const document = await parseXml(xml, 'the body').catch((thrown: unknown) =>
    thrown instanceof StandinError ? refuse(thrown.message) : Promise.reject(thrown),
  )
  const root = document.documentElement
  if (root === null || wsdl === undefined) return withoutDeclaration(xml)
  const { element } = operation ?? {}
  if (element !== undefined && (root.localName !== element.name || (root.namespaceURI ?? '') !== element.namespace))
    refuse(`the operation takes "${element.name}" of the namespace ${element.namespace}, found "${root.localName}"`)
  const problems = withinTime(() => checkRoot(root, wsdl.schemas))
  if (problems.length > 0) refuse(...problems)
  return withoutDeclaration(xml)
}

function withoutDeclaration(xml: string): string {
  return xml.replace(/^<\?xml[^>]*\?>\s*/, '')
}

function treeText(
  tree: unknown,
  namespace: string | undefined,
  wsdl: Wsdl | undefined,
  operation: WsdlOperation | undefined,
  refuse: (message: string) => never,
): string {
  const only = isJsonObject(tree) ? onlyEntry(tree) : undefined
  if (only === undefined || Array.isArray(only[1]))
    return refuse('expected one element at the root of the body, with what it holds below its name')
  const [name, value] = only
  const bad = unsuitableName(tree)
  if (bad !== undefined) return refuse(`"${bad.slice(0, 60)}" is no name of an element or an attribute`)
  const known = namespace === undefined ? wsdlName(name, wsdl, operation) : undefined
  const declaration = known && wsdl?.schemas.element(known)
  const qualified =
    declaration === undefined || schemaOf(declaration).getAttribute('elementFormDefault') === 'qualified'
  const target = namespace ?? known?.namespace
  return xmlOf(name, value, { qualified, ...(target && { namespace: target }) })
}

/** The namespace of an element that is named alone: the operation's, or that of the only schema element of this name. */
function wsdlName(name: string, wsdl: Wsdl | undefined, operation: WsdlOperation | undefined): QName | undefined {
  return operation?.element?.name === name ? operation.element : wsdl?.schemas.named(name)
}
