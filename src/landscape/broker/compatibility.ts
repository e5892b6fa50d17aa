import { type TopicSchema, typesOf } from './topic-schema.ts'

/**
 * FORWARD: consumers that know the old schema can read what is written with the new one. BACKWARD: the other way round.
 * FULL: both. The words are Confluent's.
 */
export const compatibilities = ['NONE', 'FORWARD', 'BACKWARD', 'FULL'] as const

export type Compatibility = (typeof compatibilities)[number]

/** What a change of a schema breaks; nothing when it may be made. */
export function breaches(level: Compatibility, before: TopicSchema, after: TopicSchema): string[] {
  const forward = level === 'FORWARD' || level === 'FULL' ? unreadable(after, before) : []
  const backward = level === 'BACKWARD' || level === 'FULL' ? unreadable(before, after) : []
  return [...forward, ...backward]
}

/** What in messages that are written with one schema somebody who reads with another may stumble over. */
function unreadable(written: TopicSchema, read: TopicSchema, at = '$'): string[] {
  const found: string[] = []
  const expected = typesOf(read)
  const types = typesOf(written)
  if (expected !== undefined && !(types?.every((type) => fits(type, expected)) ?? false))
    found.push(`${at} may be of a type that its readers do not expect`)
  if (read.enum !== undefined && !isSubset(written.enum, read.enum))
    found.push(`${at} may have a value that its readers do not know`)
  for (const name of read.required ?? [])
    if (!(written.required ?? []).includes(name)) found.push(`${at}.${name} may be missing, and its readers need it`)
  for (const [name, inner] of Object.entries(written.properties ?? {})) {
    const own = read.properties?.[name]
    if (own !== undefined) found.push(...unreadable(inner, own, `${at}.${name}`))
    else if (read.additionalProperties === false) found.push(`${at}.${name} is not known to its readers`)
  }
  if (written.items !== undefined && read.items !== undefined)
    found.push(...unreadable(written.items, read.items, `${at}[]`))
  return found
}

function fits(type: string, expected: readonly string[]): boolean {
  return expected.includes(type) || (type === 'integer' && expected.includes('number'))
}

function isSubset(values: TopicSchema['enum'], of: NonNullable<TopicSchema['enum']>): boolean {
  const known = new Set(of.map((value) => JSON.stringify(value)))
  return values?.every((value) => known.has(JSON.stringify(value))) ?? false
}
