import { isSensitive } from '../../core/masked-text.ts'

/** What a value is that stands in for another one. */
export type StandInKind =
  | 'firstName'
  | 'lastName'
  | 'name'
  | 'company'
  | 'email'
  | 'login'
  | 'phone'
  | 'streetLine'
  | 'postcode'
  | 'city'
  | 'iban'
  | 'bic'
  | 'birthDate'
  | 'cardNumber'
  | 'remoteAddress'
  /** A secret, or a text that nobody can vouch for. */
  | 'token'
  /** A number or code: signs are kept, letters and digits are others. */
  | 'shape'

/** By the name of a property, a column, a header or a parameter, in small letters without signs. The first that fits counts. */
const kinds: readonly (readonly [name: RegExp, kind: StandInKind])[] = [
  [/^(first|given|fore|middle)names?$|^vorname$|^imie$|^nome$/, 'firstName'],
  [/(last|family|sur)names?$|^nachname$|^nazwisko$|^cognome$/, 'lastName'],
  [/^(user|login|nick)(name)?$|^login(id)?$|^accountname$/, 'login'],
  [/company(name)?$|^firma$|^organi[sz]ation(name)?$/, 'company'],
  [
    /(full|display|customer|contact|card|recipient|holder|owner|author|buyer|person|employee|sender|billing|shipping|patient|member)name$/,
    'name',
  ],
  [/^(recipient|accountholder|cardholder|author|owner|contactperson|salesperson|salutation)$/, 'name'],
  [/e?mail(address)?(es)?\d?$|^(cc|bcc|replyto)$/, 'email'],
  [/(phone|mobile|cellular|cell|fax|telephone|telefon|tel)(number|no)?s?\d?$/, 'phone'],
  [/street|^address(line)?\d?$|^line\d$|additionaladdress|^strasse$|^ulica$/, 'streetLine'],
  [/zip(code)?$|postcode$|postalcode$|^plz$|^cap$/, 'postcode'],
  [/^(city|town|ort|stadt|miasto|citta|locality)$/, 'city'],
  [/iban/, 'iban'],
  [/^(bic|swift)(code)?$/, 'bic'],
  [/birth|^dob$|^geburtsdatum$/, 'birthDate'],
  [/(card|pan)number$|^pan$/, 'cardNumber'],
  [/^(remote|client|last|source|user)?ip(address|addr|v4|v6)?$|^remoteaddr(ess)?$|^xforwardedfor$/, 'remoteAddress'],
  [
    /vat(id|no|number)|tax(id|no|number)|ssn|nationalid|passport|accountnumber|licen[cs]eplate|^cvc$|^cvv$|tracking/,
    'shape',
  ],
  [/comment|remark|freetext|note$|notes$|^message$/, 'token'],
]

/** Properties that hold people, so that a `name` within them is a person's. */
const things =
  /product|article|item|categor|brand|country|currency|warehouse|location|store|topic|attribute|famil|channel|locale|tag|status|state|role|group|plan|method|carrier|unit|tax|promotion|campaign|file|event|type|option|variant|collection|pet|feature/

/**
 * What a value is by the name that it stands under; nothing where the name says nothing. `within` is the name around it: a
 * plain `name` belongs to somebody unless what is around it is clearly a thing.
 */
export function fieldKind(name: string, within: string): StandInKind | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const found = kinds.find(([pattern]) => pattern.test(plain))?.[1]
  if (found !== undefined) return found
  if (plain === 'name') return things.test(within.toLowerCase()) ? undefined : 'name'
  return isSensitive(name) ? 'token' : undefined
}
