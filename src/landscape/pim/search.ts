import type { Filter } from '../../core/document-store.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'

/* For each searchable property, its operators in MongoDB's terms. */
const operators: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  enabled: { '=': '$eq' },
  identifier: { IN: '$in', '=': '$eq' },
  family: { IN: '$in' },
  categories: { IN: '$in' },
  updated: { '>': '$gt', '<': '$lt' },
}

/** Reads the `search` parameter: `{"enabled":[{"operator":"=","value":true}]}`. */
export function readSearch(text: string | null): Filter {
  if (text === null) return {}
  const conditions: Filter[] = []
  for (const [property, list] of Object.entries(parse(text))) {
    const known = operators[property]
    if (known === undefined)
      throw new Refusal(422, '422', `Filter on property "${property.slice(0, 60)}" is not supported.`)
    if (!Array.isArray(list)) throw malformed()
    for (const condition of list) {
      if (!isJsonObject(condition)) throw malformed()
      const operator = known[String(condition.operator)]
      if (operator === undefined) {
        throw new Refusal(
          422,
          '422',
          `Filter on property "${property}" is not supported or does not support operator "${String(condition.operator).slice(0, 20)}".`,
        )
      }
      conditions.push({ [property]: { [operator]: condition.value } })
    }
  }
  return conditions.length === 0 ? {} : { $and: conditions }
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
