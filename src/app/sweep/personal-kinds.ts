import type { PersonalKind } from '../../sweep/spellings.ts'
import type { AttributeName } from '../../transform/personas/attributes.ts'

/** What an attribute of a persona tells of a person; those that are not listed tell nothing alone. */
const kinds: Readonly<Partial<Record<AttributeName, PersonalKind>>> = {
  name: 'name',
  lastName: 'surname',
  company: 'company',
  streetLine: 'street',
  email: 'email',
  login: 'login',
  phone: 'phone',
  mobile: 'phone',
  iban: 'iban',
  vatId: 'taxNumber',
  taxNumber: 'taxNumber',
  nationalId: 'taxNumber',
  cardNumber: 'cardNumber',
}

export function personalKind(attribute: string): PersonalKind | undefined {
  return Object.hasOwn(kinds, attribute) ? kinds[attribute as AttributeName] : undefined
}
