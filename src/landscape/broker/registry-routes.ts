import { type HttpHandler, HttpResponse } from 'msw'
import type { Json, JsonObject } from '../../core/json.ts'
import { textField } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall, Route } from '../routes.ts'
import { type Compatibility, compatibilities } from './compatibility.ts'
import type { RegisteredSchema, SchemaRegistry } from './schema-registry.ts'

/** The routes of a schema registry, in the shape of Confluent's, for JSON Schema. */
export function registryRoutes(
  route: Route,
  authorize: (call: ApiCall) => void,
  registry: SchemaRegistry,
): HttpHandler[] {
  return [
    route('get', '/subjects', async (call) => {
      authorize(call)
      return HttpResponse.json(registry.subjects())
    }),
    route('get', '/subjects/:subject/versions', async (call) => {
      authorize(call)
      const { subject = '' } = call.params
      registry.version(subject, 'latest')
      return HttpResponse.json(registry.versions(subject).map(({ version }) => version))
    }),
    route('get', '/subjects/:subject/versions/:version', async (call) => {
      authorize(call)
      return HttpResponse.json(shown(registry.version(call.params.subject ?? '', call.params.version ?? '')))
    }),
    route('post', '/subjects/:subject/versions', async (call) => {
      authorize(call)
      const { id } = registry.register(call.params.subject ?? '', schemaIn(await call.json()))
      return HttpResponse.json({ id })
    }),
    route('get', '/schemas/ids/:id', async (call) => {
      authorize(call)
      const { schema } = registry.byId(Number(call.params.id))
      return HttpResponse.json({ schemaType: 'JSON', schema: JSON.stringify(schema) })
    }),
    route('post', '/compatibility/subjects/:subject/versions/:version', async (call) => {
      authorize(call)
      const { subject = '', version = '' } = call.params
      const messages = registry.breaches(subject, version, schemaIn(await call.json()))
      return HttpResponse.json({ is_compatible: messages.length === 0, messages })
    }),
    route('get', '/config/:subject', async (call) => {
      authorize(call)
      return HttpResponse.json({ compatibilityLevel: registry.compatibility(call.params.subject ?? '') })
    }),
    route('put', '/config/:subject', async (call) => {
      authorize(call)
      const wanted = textField(await call.json(), 'compatibility')
      const level = compatibilities.find((one) => one === wanted)
      if (level === undefined)
        throw new Refusal(422, '42203', `Invalid compatibility level; it must be one of ${compatibilities.join(', ')}`)
      registry.setCompatibility(call.params.subject ?? '', level satisfies Compatibility)
      return HttpResponse.json({ compatibility: level })
    }),
  ]
}

/** The schema is sent as a text of its own. */
function schemaIn(body: JsonObject): Json {
  if (body.schemaType !== 'JSON')
    throw new Refusal(422, '42201', 'Invalid schema: this registry holds schemas of the type JSON')
  try {
    return JSON.parse(textField(body, 'schema')) as Json
  } catch (thrown) {
    if (thrown instanceof Refusal) throw thrown
    throw new Refusal(422, '42201', 'Invalid schema: it is not valid JSON')
  }
}

function shown({ subject, id, version, schema }: RegisteredSchema): JsonObject {
  return { subject, id, version, schemaType: 'JSON', schema: JSON.stringify(schema) }
}
