import { messageOf } from '../../core/error.ts'
import type { Json } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'
import { breaches, type Compatibility } from './compatibility.ts'
import { readTopicSchema, type TopicSchema, violations } from './topic-schema.ts'

export interface RegisteredSchema {
  subject: string
  id: number
  version: number
  schema: TopicSchema
}

/** The versions of the schemas of topics. A topic's subject is `TOPIC-value`, as is usual. */
export interface SchemaRegistry {
  subjects(): string[]
  versions(subject: string): readonly RegisteredSchema[]
  /** By its number or `latest`; refused with 404 when there is none. */
  version(subject: string, version: string): RegisteredSchema
  byId(id: number): RegisteredSchema
  /** The same schema again keeps its id. Refused with 409 when it breaks whoever knows the last one. */
  register(subject: string, schema: Json): RegisteredSchema
  /** What a schema would break. */
  breaches(subject: string, version: string, schema: Json): string[]
  compatibility(subject: string): Compatibility
  setCompatibility(subject: string, level: Compatibility): void
  /** In what a message differs from the last schema of its topic; topics without one take everything. */
  violations(topic: string, value: Json): string[]
}

/** What consumers are promised when nobody says anything else: what they know today goes on working. */
const usual: Compatibility = 'FORWARD'

export function schemaRegistry(initial: Readonly<Record<string, TopicSchema>>): SchemaRegistry {
  const all: RegisteredSchema[] = []
  const levels = new Map<string, Compatibility>()

  const versions = (subject: string): RegisteredSchema[] => all.filter((one) => one.subject === subject)
  const level = (subject: string): Compatibility => levels.get(subject) ?? usual
  const add = (subject: string, schema: TopicSchema): RegisteredSchema => {
    const added = { subject, id: all.length + 1, version: versions(subject).length + 1, schema }
    all.push(added)
    return added
  }
  const version = (subject: string, wanted: string): RegisteredSchema => {
    const known = versions(subject)
    if (known.length === 0) throw new Refusal(404, '40401', `Subject '${subject}' not found.`)
    const found = wanted === 'latest' ? known.at(-1) : known.find((one) => String(one.version) === wanted)
    if (found === undefined) throw new Refusal(404, '40402', `Version ${wanted} not found.`)
    return found
  }
  for (const [topic, schema] of Object.entries(initial)) add(`${topic}-value`, schema)

  return {
    subjects: () => [...new Set(all.map(({ subject }) => subject))].sort(),
    versions,
    version,
    byId(id) {
      const found = all.find((one) => one.id === id)
      if (found === undefined) throw new Refusal(404, '40403', 'Schema not found')
      return found
    },
    register(subject, value) {
      const schema = read(value)
      const same = versions(subject).find((one) => JSON.stringify(one.schema) === JSON.stringify(schema))
      if (same !== undefined) return same
      const last = versions(subject).at(-1)
      const broken = last === undefined ? [] : breaches(level(subject), last.schema, schema)
      if (broken.length > 0) {
        const message = `Schema being registered is incompatible with an earlier schema for subject "${subject}": ${broken.join('; ')}`
        throw new Refusal(409, '409', message)
      }
      return add(subject, schema)
    },
    breaches: (subject, wanted, value) => breaches(level(subject), version(subject, wanted).schema, read(value)),
    compatibility: level,
    setCompatibility: (subject, wanted) => void levels.set(subject, wanted),
    violations(topic, value) {
      const last = versions(`${topic}-value`).at(-1)
      return last === undefined ? [] : violations(value, last.schema)
    },
  }
}

function read(value: Json): TopicSchema {
  try {
    return readTopicSchema(value)
  } catch (thrown) {
    throw new Refusal(422, '42201', `Invalid schema: ${messageOf(thrown)}`)
  }
}
