import type { JsonObject } from '../../core/json.ts'
import type { Structure } from './structure.ts'
import type { ProductValues } from './values.ts'

/** For each channel and language, the per cent of the attributes that the family requires there. */
export function completenessesOf(
  family: string | null,
  values: ProductValues,
  { requirements, channels }: Structure,
): JsonObject[] {
  const required = family === null ? undefined : requirements.get(family)
  if (required === undefined) return []
  return channels.flatMap(({ code, locales }) =>
    locales.map((locale) => ({
      scope: code,
      locale,
      data: percentFilled(required[code] ?? [], values, code, locale),
    })),
  )
}

function percentFilled(required: readonly string[], values: ProductValues, scope: string, locale: string): number {
  if (required.length === 0) return 100
  const filled = required.filter((attribute) =>
    values[attribute]?.some(
      (value) => (value.locale ?? locale) === locale && (value.scope ?? scope) === scope && value.data !== '',
    ),
  )
  return Math.floor((filled.length * 100) / required.length)
}
