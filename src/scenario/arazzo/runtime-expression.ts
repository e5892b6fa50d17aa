import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { atPointer } from '../../openapi/pointer.ts'
import type { WorkflowMoment } from '../model/workflow.ts'

/** The forms of a runtime expression (Arazzo 1.0, Runtime Expressions). */
const forms = [
  /^\$(url|method|statusCode)$/,
  /^\$(request|response)\.(headers?|query|path)\.[^\s{}]+$/,
  /^\$(request|response)\.body(#[^\s{}]*)?$/,
  // The specification's examples also name what is in a body with dots, and outputs of a step without `outputs`.
  /^\$(request|response)\.body(\.[^\s{}.[\]#]+|\[\d+\])+$/,
  /^\$(inputs|outputs)\.[^\s{}]+$/,
  /^\$steps\.[\w-]+\.outputs\.[^\s{}]+$/,
  /^\$steps\.[\w-]+\.(?!(?:in|out)puts?\b)[\w-]+(#[^\s{}]*)?$/,
  /^\$workflows\.[\w-]+\.(inputs|outputs)\.[^\s{}]+$/,
  /^\$sourceDescriptions\.[\w-]+\.url$/,
]

const beginnings =
  '$url, $method, $statusCode, $request.…, $response.…, $inputs.NAME, $outputs.NAME, $steps.ID.outputs.NAME, $workflows.ID.outputs.NAME or $sourceDescriptions.NAME.url'

/** Why this is no runtime expression that can be evaluated; nothing when it is one. */
export function expressionObjection(text: string): string | undefined {
  return forms.some((form) => form.test(text))
    ? undefined
    : `"${text.slice(0, 80)}" is no runtime expression that is known here; expected ${beginnings}`
}

/** The expressions in a value: a text that is one, or `{$…}` anywhere in a text. */
export function expressionsIn(value: Json): string[] {
  if (typeof value === 'string') {
    if (value.startsWith('$')) return [value]
    return [...value.matchAll(/\{(\$[^{}]*)\}/g)].map(([, expression]) => expression ?? '')
  }
  if (Array.isArray(value)) return value.flatMap(expressionsIn)
  return isJsonObject(value) ? Object.values(value).flatMap(expressionsIn) : []
}

/** The value with its expressions evaluated; a text that is only one keeps its type. What is missing becomes null. */
export function evaluated(value: Json, moment: WorkflowMoment): Json {
  if (typeof value === 'string') {
    if (value.startsWith('$') && expressionObjection(value) === undefined) return evaluate(value, moment) ?? null
    return value.replace(/\{(\$[^{}]*)\}/g, (_all, expression: string) => textOf(evaluate(expression, moment)))
  }
  if (Array.isArray(value)) return value.map((item) => evaluated(item, moment))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, evaluated(inner, moment)]))
}

/** A value within a text. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)
}

/** What a runtime expression stands for at this moment; nothing when it is not there. */
export function evaluate(expression: string, moment: WorkflowMoment): Json | undefined {
  const [head = '', pointer] = splitAt(expression, '#')
  const [root = '', second = '', ...rest] = head.slice(1).split('.')
  const { exchange } = moment
  switch (root) {
    case 'url':
      return exchange?.url
    case 'method':
      return exchange?.method
    case 'statusCode':
      return exchange?.status
    case 'request':
    case 'response':
      return /^body[.[]/.test(head.slice(root.length + 2))
        ? insideBody(moment.exchange?.[root].body, head)
        : ofMessage(root, second, rest.join('.'), pointer, moment)
    case 'inputs':
    case 'outputs':
      return within(moment[root], [second, ...rest], pointer)
    case 'steps':
      return within(moment.steps.get(second), rest[0] === 'outputs' ? rest.slice(1) : rest, pointer)
    case 'workflows':
      return within(moment.workflows.get(second)?.[rest[0] === 'inputs' ? 'inputs' : 'outputs'], rest.slice(1), pointer)
    case 'sourceDescriptions':
      return moment.sources[second]?.url
    default:
      return undefined
  }
}

function ofMessage(
  side: 'request' | 'response',
  part: string,
  name: string,
  pointer: string | undefined,
  { exchange }: WorkflowMoment,
): Json | undefined {
  if (exchange === undefined) return undefined
  if (part === 'body') return pointer === undefined ? exchange[side].body : atPointer(exchange[side].body, pointer)
  if (part === 'header' || part === 'headers') return exchange[side].header[name.toLowerCase()]
  return part === 'query' || part === 'path' ? exchange.request[part][name] : undefined
}

/** `$response.body.lines[0].sku`, with the names and indices behind `body`. */
function insideBody(body: Json | undefined, head: string): Json | undefined {
  const [, , ...names] = head.match(/[^.[\]]+/g) ?? []
  return names.reduce<Json | undefined>((found, name) => {
    if (Array.isArray(found)) return found[Number(name)]
    return isJsonObject(found) && Object.hasOwn(found, name) ? found[name] : undefined
  }, body)
}

function within(
  object: JsonObject | undefined,
  names: readonly string[],
  pointer: string | undefined,
): Json | undefined {
  let found: Json | undefined = object?.[names.join('.')]
  if (found === undefined) {
    found = object
    for (const name of names) found = isJsonObject(found) ? found[name] : undefined
  }
  return pointer === undefined || found === undefined ? found : atPointer(found, pointer)
}

function splitAt(text: string, sign: string): [string, string | undefined] {
  const at = text.indexOf(sign)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}
