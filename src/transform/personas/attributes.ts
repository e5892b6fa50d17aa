import type { ByteSink } from '../../core/rows/byte-sink.ts'
import {
  longestHouseNumber,
  longestPostcode,
  longestStreetLine,
  putCity,
  putCountry,
  putHouseNumber,
  putPostcode,
  putRegion,
  putStreet,
  putStreetLine,
} from './addresses.ts'
import { longestBic, longestIban, putBic, putIban } from './banks.ts'
import { longestCardNumber, longestRemoteAddress, putCardNumber, putRemoteAddress } from './cards-and-hosts.ts'
import { identifiers, longestIdentifiers } from './identifiers.ts'
import { longestFirstName, longestLastName, longestPatronymic } from './names.ts'
import { longestEmail, longestLogin, putEmail, putLogin, shortestEmail, shortestLogin } from './online.ts'
import {
  longestCompany,
  longestName,
  longestSalutation,
  putBirthDate,
  putCompany,
  putFirstName,
  putLastName,
  putName,
  putPatronymic,
  putSalutation,
  putSex,
} from './people.ts'
import type { Persona } from './persona.ts'
import { longestPhone, putMobile, putPhone } from './phones.ts'
import { longestCity, longestRegion } from './places.ts'
import { longestPlate, putPlate } from './plates.ts'
import { longestStreet } from './streets.ts'

/** One thing that is known of a persona. */
export interface Attribute {
  /** Appends it in UTF-8, at most `most` characters if it is fitted to the room. There are 256 bytes of room. Allocates nothing. */
  put(persona: Persona, out: ByteSink, most: number): void
  /** In characters: what a column has to hold at least, and what the longest one has. */
  least: number
  longest: number
  /** How it gets shorter than the longest: `made` so by itself, or `cut` at the end. `least` is `longest` where neither. */
  shorter?: 'made' | 'cut'
  /** Whether two identities never share one, by construction. */
  unique?: boolean
}

/** All attributes but `number`, which is the key itself, permuted. */
export const attributes = {
  sex: { put: putSex, least: 1, longest: 6, shorter: 'made' },
  salutation: whole(putSalutation, longestSalutation),
  firstName: cut(putFirstName, 3, longestFirstName),
  lastName: cut(putLastName, 3, longestLastName),
  patronymic: cut(putPatronymic, 3, longestPatronymic),
  name: cut(putName, 8, longestName),
  company: cut(putCompany, 8, longestCompany),
  email: { put: putEmail, least: shortestEmail, longest: longestEmail, shorter: 'made', unique: true },
  login: { put: putLogin, least: shortestLogin, longest: longestLogin, shorter: 'made', unique: true },
  phone: whole(putPhone, longestPhone),
  mobile: whole(putMobile, longestPhone),
  street: cut(putStreet, 8, longestStreet),
  houseNumber: whole(putHouseNumber, longestHouseNumber),
  streetLine: cut(putStreetLine, 8, longestStreetLine),
  postcode: whole(putPostcode, longestPostcode),
  city: cut(putCity, 5, longestCity),
  region: cut(putRegion, 5, longestRegion),
  country: whole(putCountry, 2),
  iban: whole(putIban, longestIban),
  bic: whole(putBic, longestBic),
  vatId: identifier('vatId'),
  taxNumber: identifier('taxNumber'),
  nationalId: identifier('nationalId'),
  registerNumber: identifier('registerNumber'),
  birthDate: whole(putBirthDate, 10),
  cardNumber: whole(putCardNumber, longestCardNumber),
  licencePlate: whole(putPlate, longestPlate),
  remoteAddress: whole(putRemoteAddress, longestRemoteAddress),
} as const satisfies Record<string, Attribute>

export type AttributeName = keyof typeof attributes | 'number'

export const attributeNames: readonly AttributeName[] = ['number', ...(Object.keys(attributes) as AttributeName[])]

function whole(put: Attribute['put'], longest: number): Attribute {
  return { put, least: longest, longest }
}

function cut(put: Attribute['put'], least: number, longest: number): Attribute {
  return { put, least, longest, shorter: 'cut' }
}

function identifier(name: keyof typeof longestIdentifiers): Attribute {
  return whole((persona, out) => identifiers[persona.data.locale][name](persona, out), longestIdentifiers[name])
}
