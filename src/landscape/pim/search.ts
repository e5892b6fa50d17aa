import type { Filter } from '../../core/document-store.ts'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'

/** What a property can be asked for: by operator, the filter that it becomes. */
export type Property = Readonly<Record<string, (field: string, condition: JsonObject) => Filter>>

/** Reads a property that is not in the table: an attribute. `undefined` for one that nobody knows. */
export type OtherProperty = (name: string) => Property | undefined

/** Reads `search`: `{"enabled":[{"operator":"=","value":true}]}`. 400 for what is no JSON, 422 for what cannot be asked. */
export function readSearch(
  text: string | null,
  properties: Readonly<Record<string, Property>>,
  other: OtherProperty = () => undefined,
): Filter {
  if (text === null || text === '') return {}
  const filters: Filter[] = []
  for (const [name, conditions] of Object.entries(parse(text))) {
    const property = Object.hasOwn(properties, name) ? properties[name] : other(name)
    if (property === undefined || !Array.isArray(conditions)) throw unsupported(name)
    for (const condition of conditions) {
      if (!isJsonObject(condition)) throw malformed()
      const operator = String(condition.operator)
      const read = Object.hasOwn(property, operator) ? property[operator] : undefined
      if (read === undefined) throw unsupported(name, operator)
      filters.push(read(name, condition as JsonObject))
    }
  }
  return filters.length === 0 ? {} : { $and: filters }
}

/** The condition's value where it must be a list. */
export function listOf(field: string, { value }: JsonObject): Json[] {
  if (!Array.isArray(value)) throw new Refusal(422, '422', `Property "${field}" expects an array as data.`)
  return value
}

export const equality: Property = {
  '=': (field, { value }) => ({ [field]: { $eq: value ?? null } }),
  '!=': (field, { value }) => ({ [field]: { $ne: value ?? null } }),
}

export const membership: Property = {
  IN: (field, condition) => ({ [field]: { $in: listOf(field, condition) } }),
  'NOT IN': (field, condition) => ({ [field]: { $nin: listOf(field, condition) } }),
}

export const emptiness: Property = {
  EMPTY: (field) => ({ [field]: { $in: [null, []] } }),
  'NOT EMPTY': (field) => ({ [field]: { $nin: [null, []] } }),
}

function parse(text: string): Record<string, Json> {
  try {
    const value: unknown = JSON.parse(text)
    if (isJsonObject(value)) return value as Record<string, Json>
  } catch {
    // Refused below, as anything that is not an object is.
  }
  throw malformed()
}

function malformed(): Refusal {
  return new Refusal(400, '400', 'Search query parameter should be valid JSON.')
}

function unsupported(name: string, operator?: string): Refusal {
  const which = operator === undefined ? '' : ` or does not support operator "${operator.slice(0, 30)}"`
  return new Refusal(422, '422', `Filter on property "${name.slice(0, 60)}" is not supported${which}.`)
}
