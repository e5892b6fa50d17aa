import { escapedXml } from '../../xml/escaped-xml.ts'
import {
  childOf,
  entryOf,
  itemsOf,
  textOf,
  withEntries,
  type YamlMapping,
  type YamlNode,
} from '../../yaml/yaml-document.ts'
import type { ExecProgramStep, GraphQlRequestStep, NotifiedStep, SoapRequestStep } from '../model/protocol-steps.ts'
import type { ScenarioStep } from '../model.ts'
import { readChecks } from './read-checks.ts'
import { readCsv, readFile } from './read-files.ts'
import { checkUrl } from './read-http.ts'
import { readHttpSettings } from './read-http-settings.ts'
import type { StepBase } from './read-single-step.ts'
import { optionalTemplate, templateOf, templatesOf } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import type { Visible } from './visible-names.ts'

/** One step of a kind: the step itself, and the value of its verb. */
export type ReadStep = (
  node: YamlMapping,
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
) => ScenarioStep | undefined

/** The readers of steps that speak with the world outside of the landscape. */
export const protocolSteps = {
  graphql: readGraphQl,
  soap: readSoap,
  csv: readCsv,
  file: readFile,
  exec: readExec,
  notify: readNotify,
} as const satisfies Record<string, ReadStep>

export function isProtocolVerb(verb: string): verb is keyof typeof protocolSteps {
  return Object.hasOwn(protocolSteps, verb)
}

function readGraphQl(
  node: YamlMapping,
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): GraphQlRequestStep {
  const { declarations } = visible
  checkUrl(childOf(value, 'url'), reading)
  const variables = optionalTemplate(childOf(value, 'variables'), declarations, reading)
  const operationName = optionalTemplate(childOf(value, 'operationName'), declarations, reading)
  return {
    ...base,
    kind: 'graphql',
    url: templateOf(childOf(value, 'url') ?? value, declarations, reading),
    settings: readHttpSettings(value, visible, reading, reading.http),
    query: templateOf(childOf(value, 'query') ?? value, declarations, reading),
    ...(variables && { variables }),
    ...(operationName && { operationName }),
    expectsErrors: entryOf(childOf(node, 'expect'), 'errors') !== undefined,
    ...readChecks(node, visible, reading),
  }
}

function readSoap(
  node: YamlMapping,
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): SoapRequestStep {
  const { declarations } = visible
  checkUrl(childOf(value, 'url'), reading)
  const optional = (key: string) => optionalTemplate(childOf(value, key), declarations, reading)
  const [action, wsdl, operation, namespace] = ['action', 'wsdl', 'operation', 'namespace'].map(optional)
  if (operation !== undefined && wsdl === undefined)
    report(reading, 'soap', '"operation" is one of a WSDL, which "wsdl" must name', value.place)
  // What is put into a tree is escaped when the tree is written.
  const insert = childOf(value, 'body')?.kind === 'scalar' ? escapedXml : undefined
  return {
    ...base,
    kind: 'soap',
    url: templateOf(childOf(value, 'url') ?? value, declarations, reading),
    settings: readHttpSettings(value, visible, reading, reading.http),
    version: textOf(childOf(value, 'version')) === '1.2' ? '1.2' : '1.1',
    ...(action && { action }),
    ...(wsdl && { wsdl }),
    ...(operation && { operation }),
    ...(namespace && { namespace }),
    body: templateOf(childOf(value, 'body') ?? value, declarations, reading, insert),
    expectsFault: entryOf(childOf(node, 'expect'), 'fault') !== undefined,
    ...readChecks(node, visible, reading),
  }
}

function readExec(
  node: YamlMapping,
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): ExecProgramStep | undefined {
  const { declarations } = visible
  const command = childOf(value, 'command')
  if (command === undefined || itemsOf(command).length === 0) return undefined
  const stdin = optionalTemplate(childOf(value, 'stdin'), declarations, reading)
  const cwd = optionalTemplate(childOf(value, 'cwd'), declarations, reading)
  return {
    ...base,
    kind: 'exec',
    command: templateOf(command, declarations, reading),
    env: templatesOf(childOf(value, 'env'), declarations, reading),
    ...(stdin && { stdin }),
    ...(cwd && { cwd }),
    expectsCode: entryOf(childOf(node, 'expect'), 'code') !== undefined,
    ...readChecks(node, visible, reading),
  }
}

function readNotify(
  node: YamlMapping,
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): NotifiedStep {
  const { declarations } = visible
  const fields = reading.outline.systems.notify?.fields ?? []
  if (!fields.includes('url') || !fields.includes('apiKey'))
    report(reading, 'unknown-system', 'the landscape has no system "notify" that catches messages', value.place)
  const [to, channel, subject] = ['to', 'channel', 'subject'].map((key) =>
    optionalTemplate(childOf(value, key), declarations, reading),
  )
  const within = entryOf(value, 'within')
  if (within !== undefined && entryOf(node, 'eventually') !== undefined)
    report(reading, 'notify', '"within" is short for "eventually", give one of them', within.keyPlace)
  const polled: YamlMapping = { kind: 'mapping', entries: within ? [within] : [], place: value.place }
  const entries = within
    ? [...node.entries, { key: 'eventually', keyPlace: within.keyPlace, value: polled }]
    : node.entries
  return {
    ...base,
    kind: 'notify',
    ...(to && { to }),
    ...(channel && { channel }),
    ...(subject && { subject }),
    ...readChecks(withEntries(node, entries), visible, reading),
  }
}
