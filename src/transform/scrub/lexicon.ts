import { hashSet } from './hash-set.ts'
import { type Word, wordsOf } from './normalize.ts'

/** What a column of the source says to the lexicon. */
export type LexiconClass = 'name' | 'firstName' | 'phrase' | 'number' | 'date'

/** The source's own names, companies, streets, numbers and dates of birth, as hashes. */
export interface Lexicon {
  add(value: string, as: LexiconClass): void
  /** Whether the word stands in a name: as it is, or, where it has a capital letter, in another case of the declension. */
  isName(word: Word): boolean
  /** Whether the word is a first name in the source, so that more of the name may follow. */
  isFirstName(word: Word): boolean
  /** How many words from `at` on stand together in a name of a company or street; 0 for none. */
  phraseAt(words: readonly Word[], at: number): number
  /** Digits alone. */
  isNumber(digits: string): boolean
  /** As `1980-05-17`. */
  isDate(date: string): boolean
}

/** Words of names that say nothing alone. */
const ordinary = new Set(
  'von van der den de di da la le el del dr prof herr frau mr mrs ms pan pani gmbh ag kg und and the und co'.split(' '),
)
const shortest = 3
const shortestNumber = 7
const longestPhrase = 4

export function lexicon(): Lexicon {
  const texts = hashSet()
  return {
    add(value, as) {
      if (as === 'date') texts.add(`!${value.slice(0, 10)}`)
      else if (as === 'number') {
        const digits = value.replace(/\D/g, '')
        if (digits.length >= shortestNumber) texts.add(`#${digits.slice(-shortestNumber)}`)
      } else addWords(value, as)
    },
    isName: ({ normalized, stem, capital }) =>
      normalized.length >= shortest && (texts.has(`=${normalized}`) || (capital && texts.has(`~${stem}`))),
    isFirstName: ({ normalized, stem }) => normalized.length >= shortest && texts.has(`1${stem}`),
    phraseAt(words, at) {
      if (!texts.has(`^${words[at]?.stem}`)) return 0
      for (let length = Math.min(longestPhrase, words.length - at); length >= 2; length--)
        if (texts.has(phraseOf(words, at, length))) return length
      return 0
    },
    isDate: (date) => texts.has(`!${date}`),
    isNumber: (digits) => digits.length >= shortestNumber && texts.has(`#${digits.slice(-shortestNumber)}`),
  }

  function addWords(value: string, as: LexiconClass): void {
    const words = wordsOf(value)
    if (as !== 'phrase') for (const word of words) addName(word)
    if (as === 'firstName') for (const { stem } of words) texts.add(`1${stem}`)
    for (let at = 0; at < words.length; at++)
      for (let length = 2; length <= longestPhrase && at + length <= words.length; length++)
        if (words.slice(at, at + length).some(({ normalized }) => !ordinary.has(normalized))) {
          texts.add(`^${(words[at] as Word).stem}`)
          texts.add(phraseOf(words, at, length))
        }
    // A company or street of one word, such as a family's name.
    const telling = words.filter(({ normalized }) => !ordinary.has(normalized))
    const [only] = telling
    if (as === 'phrase' && telling.length === 1 && only !== undefined && only.normalized.length > shortest)
      addName(only)
  }

  function addName({ normalized, stem }: Word): void {
    if (normalized.length < shortest || ordinary.has(normalized)) return
    texts.add(`=${normalized}`)
    texts.add(`~${stem}`)
  }
}

function phraseOf(words: readonly Word[], at: number, length: number): string {
  let phrase = '+'
  for (let offset = 0; offset < length; offset++) phrase += `${words[at + offset]?.stem} `
  return phrase
}
