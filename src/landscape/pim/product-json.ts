import type { Document } from '../../core/document-store.ts'
import type { JsonObject } from '../../core/json.ts'
import type { ProductValues } from './values.ts'

/** A product as the API shows it, with the values that the request asks for: `attributes`, `locales`, `scope`. */
export function productJson(document: Document, query: URLSearchParams): JsonObject {
  const { uuid, identifier, enabled, family, categories, groups, parent, created, updated } = document
  const shown = { uuid, identifier, enabled, family, categories, groups, parent }
  return {
    ...(shown as JsonObject),
    values: shownValues((document.values ?? {}) as ProductValues, query) as unknown as JsonObject,
    created: momentText(created),
    updated: momentText(updated),
    associations: (document.associations ?? {}) as JsonObject,
    quantified_associations: (document.quantified_associations ?? {}) as JsonObject,
    ...(wantsCompletenesses(query) && {
      completenesses: (document.completenesses ?? []) as JsonObject[],
    }),
  }
}

/** What an answer needs of a product, which may be large: no values that were not asked for, and nothing internal. */
export function neededFields(query: URLSearchParams): Document {
  const attributes = query.get('attributes')?.split(',')
  const completenesses = wantsCompletenesses(query)
  if (attributes === undefined) return { _id: 0, user_data: 0, ...(!completenesses && { completenesses: 0 }) }
  const values = attributes.filter((code) => /^\w+$/.test(code)).map((code) => `values.${code}`)
  const fields = [...shownFields, ...values, ...(completenesses ? ['completenesses'] : [])]
  return Object.fromEntries(fields.map((field) => [field, 1]))
}

function wantsCompletenesses(query: URLSearchParams): boolean {
  return query.get('with_completenesses') === 'true'
}

const shownFields = [
  'uuid',
  'identifier',
  'enabled',
  'family',
  'categories',
  'groups',
  'parent',
  'created',
  'updated',
  'associations',
  'quantified_associations',
]

function momentText(moment: unknown): string | null {
  return moment instanceof Date ? moment.toISOString() : null
}

function shownValues(values: ProductValues, query: URLSearchParams): ProductValues {
  const attributes = query.get('attributes')?.split(',')
  const locales = query.get('locales')?.split(',')
  const scope = query.get('scope')
  const shown = Object.entries(values)
    .filter(([code]) => attributes?.includes(code) ?? true)
    .map(([code, list]) => {
      const fitting = list.filter(
        (value) =>
          (value.locale === null || (locales?.includes(value.locale) ?? true)) &&
          (value.scope === null || scope === null || value.scope === scope),
      )
      return [code, fitting] as const
    })
  return Object.fromEntries(shown.filter(([, list]) => list.length > 0))
}
