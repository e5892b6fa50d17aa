import { childOf, entriesOf, entryOf, textOf, type YamlMapping, type YamlNode } from '../../yaml/yaml-document.ts'
import type { FilePart, FormBody } from '../model/http.ts'
import type { HttpRequestStep } from '../model.ts'
import { readChecks } from './read-checks.ts'
import { readHttpSettings } from './read-http-settings.ts'
import type { StepBase } from './read-single-step.ts'
import { optionalTemplate, templateOf, templatesOf } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import type { Visible } from './visible-names.ts'

const methods = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const

export type HttpVerb = keyof typeof methods

/** A request, with what the scenario says of all requests. */
export function readHttp(
  node: YamlMapping,
  url: YamlNode,
  verb: HttpVerb,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): HttpRequestStep {
  checkUrl(url, reading)
  const bodies = (['body', 'form', 'multipart'] as const).flatMap((key) => entryOf(node, key) ?? [])
  if (bodies[1] !== undefined)
    report(
      reading,
      'several-bodies',
      `a request has one body, found ${bodies.map(({ key }) => key).join(' and ')}`,
      bodies[1].keyPlace,
    )
  const body = optionalTemplate(childOf(node, 'body'), visible.declarations, reading)
  const form = readForm(node, visible, reading)
  const settings = readHttpSettings(node, visible, reading, reading.http)
  return {
    ...base,
    kind: 'http',
    method: methods[verb],
    url: templateOf(url, visible.declarations, reading),
    headers: settings.headers,
    settings,
    query: templatesOf(childOf(node, 'query'), visible.declarations, reading),
    ...(body && { body }),
    ...(form && { form }),
    ...readChecks(node, visible, reading),
  }
}

/** Reports text that can be no URL over HTTP. */
export function checkUrl(url: YamlNode | undefined, reading: Reading): void {
  const text = textOf(url)
  if (url !== undefined && text !== undefined && !/^(\$\{\{|https?:\/\/)/.test(text))
    report(reading, 'url', `expected a URL, such as \${{ shop.url }}/path or http://…`, url.place)
}

function readForm(node: YamlMapping, visible: Visible, reading: Reading): FormBody | undefined {
  const form = optionalTemplate(childOf(node, 'form'), visible.declarations, reading)
  if (form !== undefined) return { kind: 'form', fields: form }
  const multipart = childOf(node, 'multipart')
  if (multipart?.kind !== 'mapping') return undefined
  const files = entriesOf(childOf(multipart, 'files'))
  const fields = templatesOf(childOf(multipart, 'fields'), visible.declarations, reading)
  if (files.length === 0 && Object.keys(fields).length === 0)
    report(reading, 'multipart', 'expected "fields" or "files", found neither', multipart.place)
  return { kind: 'multipart', fields, files: files.map(({ key, value }) => readPart(key, value, visible, reading)) }
}

function readPart(field: string, node: YamlNode, visible: Visible, reading: Reading): FilePart {
  const { declarations } = visible
  const name = optionalTemplate(childOf(node, 'name'), declarations, reading)
  const type = optionalTemplate(childOf(node, 'type'), declarations, reading)
  const file = templateOf(childOf(node, 'file') ?? node, declarations, reading)
  return { field, file, ...(name && { name }), ...(type && { type }) }
}
