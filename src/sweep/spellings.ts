import { latin } from '../core/latin.ts'
import { wordsOf } from './words.ts'

/** What is known of a person, by what it is. */
export type PersonalKind =
  | 'name'
  | 'surname'
  | 'company'
  | 'street'
  | 'email'
  | 'login'
  | 'phone'
  | 'iban'
  | 'taxNumber'
  | 'cardNumber'

const coinciding: ReadonlySet<PersonalKind> = new Set(['name', 'surname', 'company', 'street', 'phone'])

/** Whether somebody made up may have the same, out of a list or a range that is not large. */
export function mayCoincide(kind: PersonalKind): boolean {
  return coinciding.has(kind)
}

/** In characters without spaces and signs: shorter ones are everywhere. */
const shortest: Readonly<Record<PersonalKind, number>> = {
  name: 6,
  surname: 4,
  company: 6,
  street: 6,
  email: 6,
  login: 6,
  phone: 8,
  iban: 10,
  taxNumber: 7,
  cardNumber: 12,
}

/** How a value may be written elsewhere: its words, put together. None for a value that says too little. */
export function spellingsOf(kind: PersonalKind, value: string): string[] {
  const written = [value, ...(isLatin(value) ? [] : [inLatin(value)])]
  const spellings = written.flatMap((text) => {
    const words = wordsOf(text)
    if (kind === 'name') return turns(words)
    return kind === 'phone' ? numbersOf(words.join('')) : [words.join('')]
  })
  return [...new Set(spellings)].filter((spelling) => spelling.length >= shortest[kind])
}

function isLatin(text: string): boolean {
  return !/[^\P{L}\p{Script=Latin}]/u.test(text)
}

function inLatin(text: string): string {
  return text.split(/\s+/).map(latin).join(' ')
}

/** `Anna Maria Li`, `Maria Li Anna`, `Li Anna Maria`: the surname may come first. */
function turns(words: readonly string[]): string[] {
  if (words.length < 2) return []
  return words.map((_, first) => [...words.slice(first), ...words.slice(0, first)].join(''))
}

/** With the country's code, which has one to three digits, and as it is dialled within the country. */
function numbersOf(digits: string): string[] {
  const within = [1, 2, 3].flatMap((code) => [digits.slice(code), `0${digits.slice(code)}`])
  return [digits, `00${digits}`, ...within.filter((number) => number.length >= shortestWithin)]
}

const shortestWithin = 9
