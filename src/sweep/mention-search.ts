import type { Mention, PeopleSearch, SoughtValues } from '../core/people-search.ts'
import { rollingHash } from './rolling-hash.ts'
import { mayCoincide, type PersonalKind, spellingsOf } from './spellings.ts'
import { wordsOf } from './words.ts'

/** Collects what is to be searched for. */
export interface SearchBuilder {
  /** Something that is known of a person. */
  seek(kind: PersonalKind, value: string): void
  /** Something that was made up: names and places in it are not searched for, since they stand there rightly. */
  allow(text: string): void
  search(): PeopleSearch
}

interface Sought {
  kind: PersonalKind
  spellings: readonly number[]
}

/**
 * Keeps hashes of people only, under a start that is drawn for each search. A spelling is found where the words of a text,
 * put together, give it: `+49 30 123-456` and `004930123456` are one, and neither is found within a longer number.
 */
export function searchBuilder(start: number): SearchBuilder {
  const hash = rollingHash(start)
  /** By the hash of the value as it is. */
  const sought = new Map<number, Sought>()
  const made = new Set<string>()
  let longest = 0

  /** Tells of the runs of words that are known, each with the kind of what it is. */
  function eachFound(
    words: readonly string[],
    known: ReadonlyMap<number, PersonalKind>,
    found: (spelling: number, kind: PersonalKind, isWhole: boolean) => void,
  ): void {
    for (let first = 0; first < words.length; first++) {
      let length = 0
      hash.begin()
      for (let last = first; last < words.length; last++) {
        const word = words[last] as string
        length += word.length
        if (length > longest) break
        hash.add(word)
        const spelling = hash.value()
        const kind = known.get(spelling)
        if (kind !== undefined) found(spelling, kind, first === 0 && last === words.length - 1)
      }
    }
  }

  function allowedSpellings(): Set<number> {
    const known = kindsOf(sought.values())
    const allowed = new Set<number>()
    for (const text of made)
      eachFound(wordsOf(text), known, (spelling, kind) => {
        if (mayCoincide(kind)) allowed.add(spelling)
      })
    return allowed
  }

  return {
    seek(kind, value) {
      const spellings = spellingsOf(kind, value)
      if (spellings.length === 0) return
      for (const { length } of spellings) longest = Math.max(longest, length)
      sought.set(hash.of(value.trim()), { kind, spellings: spellings.map(hash.of) })
    },
    allow: (text) => void made.add(text),
    search() {
      const allowed = allowedSpellings()
      const coincides = ({ spellings }: Sought): boolean => spellings.some((spelling) => allowed.has(spelling))
      const remaining = new Map([...sought].filter(([, one]) => !coincides(one)))
      const known = kindsOf(remaining.values())
      return {
        sought: countsOf(remaining.values()),
        coinciding: countsOf([...sought.values()].filter(coincides)),
        mentionsIn(text) {
          const mentions = new Map<PersonalKind, Mention>()
          const whole = remaining.has(hash.of(text.trim())) ? 'exact' : 'normalized'
          eachFound(wordsOf(text), known, (_, kind, isWhole) => {
            if (isWhole || !mentions.has(kind)) mentions.set(kind, { kind, match: isWhole ? whole : 'within' })
          })
          return [...mentions.values()]
        },
      }
    },
  }
}

function kindsOf(all: Iterable<Sought>): Map<number, PersonalKind> {
  return new Map([...all].flatMap(({ kind, spellings }) => spellings.map((one) => [one, kind] as const)))
}

function countsOf(all: Iterable<Sought>): SoughtValues[] {
  return [...Map.groupBy(all, ({ kind }) => kind)].map(([kind, { length: values }]) => ({ kind, values }))
}
