import type { Json, JsonObject } from '../../../core/json.ts'

/** The ERP keeps numbers of old customers with leading zeros, the shop without. */
export function shopNumber(cardCode: string): string {
  return /^\d+$/.test(cardCode) ? cardCode.replace(/^0+(?=\d)/, '') : cardCode
}

/** A business partner as the shop's customer, its addresses with it. */
export function shopCustomer(partner: JsonObject): JsonObject {
  const name = nameOf(String(partner.CardName))
  return {
    customerNumber: shopNumber(String(partner.CardCode)),
    email: partner.EmailAddress ?? null,
    ...name,
    language: partner.LanguageCode ?? null,
    active: partner.Valid === 'tYES',
    addresses: shopAddresses(partner),
  }
}

/** The addresses of a business partner: the one for bills is the usual one. */
export function shopAddresses({ BPAddresses, CardName }: JsonObject): JsonObject[] {
  return (BPAddresses as JsonObject[]).map((address) => ({
    ...nameOf(textOr(address.AddressName2, String(CardName))),
    street: textOr(address.Street, '-'),
    zipcode: address.ZipCode ?? null,
    city: textOr(address.City, '-'),
    country: address.Country ?? null,
    isDefault: address.AddressType === 'bill',
  }))
}

/** A name of one word is a last name. */
function nameOf(name: string): { firstName: string; lastName: string } {
  const words = name.trim().split(/\s+/)
  const lastName = words.pop() ?? ''
  return { firstName: words.length === 0 ? '-' : words.join(' '), lastName: lastName === '' ? '-' : lastName }
}

function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise
}
