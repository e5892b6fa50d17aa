import type { Mention, PeopleSearch } from '../../../core/people-search.ts'
import type { HeldTexts } from './held-texts.ts'

/** Somebody is mentioned. Who it is, nobody is told. */
export interface Finding extends Mention {
  place: string
  /** In how many texts. */
  count: number
}

export interface Found {
  /** How many texts were read. */
  texts: number
  /** All places that were there, in the order in which they came. */
  places: ReadonlySet<string>
  /** By place. */
  findings: readonly Finding[]
}

/** Reads everything but what is in the places to be left out. */
export async function findPeople(
  people: PeopleSearch,
  held: AsyncIterable<HeldTexts>,
  { except, signal }: { except: readonly string[]; signal: AbortSignal },
): Promise<Found> {
  const findings = new Map<string, Finding>()
  const places = new Set<string>()
  /** Most texts come again and again. */
  const known = new Map<string, readonly Mention[]>()
  let count = 0
  for await (const { place, texts } of held) {
    signal.throwIfAborted()
    places.add(place)
    if (except.includes(place)) continue
    for (const text of texts) {
      count++
      const mentions = known.get(text) ?? people.mentionsIn(text)
      if (text.length <= longestKnown) known.set(text, mentions)
      for (const { kind, match } of mentions) {
        const key = `${place} ${kind} ${match}`
        findings.set(key, { place, kind, match, count: (findings.get(key)?.count ?? 0) + 1 })
      }
    }
  }
  const byPlace = [...findings.values()].sort((one, other) => (one.place < other.place ? -1 : 1))
  return { texts: count, places, findings: byPlace }
}

const longestKnown = 60
