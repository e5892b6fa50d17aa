import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { type OpenApiDocument, type Operation, openApiDocument } from '../../openapi/openapi-document.ts'
import { dereferenced } from '../../openapi/pointer.ts'
import { exampleOf, shapeOf } from './example-value.ts'

const methods: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * A scenario file with one step for each operation of an OpenAPI document: example values, and what is expected of the
 * answer's status and shape. `system` is the landscape's name for it; without one, the document's first server is asked.
 * Throws the usage error `contract.document`.
 */
export function starterScenario(name: string, file: string, root: Json, system: string | undefined): string {
  const document = openApiDocument(file, root)
  const title = isJsonObject(document.root.info) ? String(document.root.info.title ?? name) : name
  const base = system === undefined ? serverOf(document) : `\${{ ${system}.url }}`
  const steps = document.operations.filter(({ method }) => methods.has(method))
  return [
    `name: ${name}`,
    `title: ${JSON.stringify(`${title} answers as its contract says`)}`,
    'steps:',
    ...steps.flatMap((operation) => stepLines(operation, base, document)),
    '',
  ].join('\n')
}

function stepLines(operation: Operation, base: string, { root }: OpenApiDocument): string[] {
  const { method, path, parameters, operationId } = operation
  const examples = parameters.map(({ name, in: place, required, value }) => {
    const [first] = isJsonObject(value.examples) ? Object.values(value.examples) : []
    const named = isJsonObject(first) ? first.value : undefined
    return { name, place, required, value: value.example ?? named ?? exampleOf(root, value.schema) }
  })
  const inPath = new Map(examples.filter(({ place }) => place === 'path').map(({ name, value }) => [name, value]))
  const filled = path.replace(/\{([^}]*)\}/g, (_all, name: string) => encodeURIComponent(String(inPath.get(name) ?? 1)))
  const needed = (place: string): JsonObject =>
    Object.fromEntries(
      examples.filter((one) => one.place === place && one.required).map(({ name, value }) => [name, textOf(value)]),
    )
  const [query, headers] = [needed('query'), needed('header')]
  const body = bodyOf(operation, root)
  return [
    `  - name: ${JSON.stringify(operationId ?? `${method} ${path}`)}`,
    `    ${method.toLowerCase()}: ${JSON.stringify(`${base}${filled}`)}`,
    ...(Object.keys(query).length === 0 ? [] : [`    query: ${JSON.stringify(query)}`]),
    ...(Object.keys(headers).length === 0 ? [] : [`    headers: ${JSON.stringify(headers)}`]),
    ...(body === undefined ? [] : [`    body: ${JSON.stringify(body)}`]),
    `    expect: ${JSON.stringify(expectationOf(operation, root))}`,
  ]
}

function bodyOf({ value, pointer }: Operation, root: Json): Json | undefined {
  const { value: body } = dereferenced(root, value.requestBody, `${pointer}/requestBody`)
  const media = isJsonObject(body) && isJsonObject(body.content) ? body.content['application/json'] : undefined
  if (!isJsonObject(media)) return undefined
  const [first] = isJsonObject(media.examples) ? Object.values(media.examples) : []
  return media.example ?? (isJsonObject(first) ? first.value : undefined) ?? exampleOf(root, media.schema)
}

function expectationOf({ value, pointer }: Operation, root: Json): JsonObject {
  const responses = isJsonObject(value.responses) ? value.responses : {}
  const key = Object.keys(responses).find((status) => /^2\d\d$/.test(status))
  if (key === undefined) return { status: { lt: 400 } }
  const { value: response } = dereferenced(root, responses[key], `${pointer}/responses/${key}`)
  const media =
    isJsonObject(response) && isJsonObject(response.content) ? response.content['application/json'] : undefined
  const body = isJsonObject(media) ? shapeOf(root, media.schema) : undefined
  return { status: Number(key), ...(body !== undefined && { body }) }
}

function textOf(value: Json): string {
  if (Array.isArray(value)) return value.map(textOf).join(',')
  return isJsonObject(value) ? JSON.stringify(value) : String(value)
}

function serverOf({ root }: OpenApiDocument): string {
  const [first] = Array.isArray(root.servers) ? root.servers : []
  const url = isJsonObject(first) ? String(first.url ?? '') : ''
  return /^https?:\/\//.test(url) ? url.replace(/\/$/, '') : 'http://localhost'
}
