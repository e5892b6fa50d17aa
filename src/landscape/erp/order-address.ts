import type { JsonObject } from '../../core/json.ts'
import { objectField, optionalText } from '../fields.ts'

/** Where an order goes, as its table keeps it, under the names of `AddressExtension`. */
const parts = {
  name: 'ShipToAddress2',
  street: 'ShipToStreet',
  zip: 'ShipToZipCode',
  city: 'ShipToCity',
  country: 'ShipToCountry',
} as const

/** The address of a document that is entered; nothing when none is given. */
export function readOrderAddress(document: JsonObject): JsonObject | null {
  if (document.AddressExtension === undefined || document.AddressExtension === null) return null
  const given = objectField(document, 'AddressExtension')
  const known = Object.entries(parts).flatMap(([part, name]) => {
    const value = optionalText(given, name)
    return value === undefined ? [] : [[part, value]]
  })
  return known.length === 0 ? null : Object.fromEntries(known)
}

/** SQL for the address of a `sales_order` in the API's shape. */
export const orderAddressJson = `case when address is not null then json_build_object(${Object.entries(parts)
  .map(([part, name]) => `'${name}', address->>'${part}'`)
  .join(', ')}) end`
