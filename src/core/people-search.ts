/** What of a person was found: `surname`, `email`, `iban`, … */
export interface Mention {
  kind: string
  /** The whole text as it is; the whole text but for spelling (case, accents, spaces, alphabet); or a part of it. */
  match: 'exact' | 'normalized' | 'within'
}

/** How many values there are of a kind. */
export interface SoughtValues {
  kind: string
  values: number
}

/** Finds people in texts. Whoever has it can ask whether somebody is mentioned, and not who there is. */
export interface PeopleSearch {
  /** What is searched for. */
  readonly sought: readonly SoughtValues[]
  /** What is not, because those who stand in for people have it as well. */
  readonly coinciding: readonly SoughtValues[]
  /** Each kind of mention in the text, once. */
  mentionsIn(text: string): readonly Mention[]
}
