import type { HashSet } from './hash-set.ts'
import type { Lexicon } from './lexicon.ts'
import { normalizedWord, type Word } from './normalize.ts'
import type { Span } from './span.ts'

/** Words that are followed by a name. */
const cues = new Set(
  'herr herrn frau fraulein familie dr prof mr mrs ms miss mister sir lady pan pani pana panu panem panstwo sig signor signora signore dott господин госпожа господина гражданин уважаемыи уважаемая dear sehr geehrter geehrte'.split(
    ' ',
  ),
)
/** Words behind such a one that are no names. */
const noNames = new Set(
  'und and oder or der die das the ist is hat has von am um kunde customer bitte please sehr geehrte geehrter herr herrn frau damen herren a i e bei beim an fur mit vom zu zum firma liebe lieber hallo danke hi hello thanks with for from to by dla od do przez per da di con dziekuje grazie ciao для от у к с и спасибо здравствуите'
    .split(' ')
    .map(normalizedWord),
)
/** Words that are followed by somebody more often than not, where two words with capital letters come behind them. */
const towards = new Set(
  'an bei beim fur mit von vom to for from with by ask dla do od przez u z da per di con a для от у к с'
    .split(' ')
    .map(normalizedWord),
)

export interface NameSources {
  lexicon: Lexicon | undefined
  firstNames: HashSet
  /** Normalized words that are never replaced. */
  keep: ReadonlySet<string>
}

/** Names in the text: out of the lexicon, behind words such as "Herr", and first names with what follows them. */
export function spansOfNames(text: string, words: readonly Word[], { lexicon, firstNames, keep }: NameSources): Span[] {
  const hit = new Uint8Array(words.length)
  const mark = (at: number): void => {
    const word = words[at]
    if (word !== undefined && !keep.has(word.normalized)) hit[at] = 1
  }
  for (const [at, word] of words.entries()) {
    const phrase = lexicon?.phraseAt(words, at) ?? 0
    for (let offset = 0; offset < phrase; offset++) mark(at + offset)
    if (word.capital && (firstNames.has(word.stem) || lexicon?.isFirstName(word) === true)) {
      mark(at)
      for (let next = at + 1; next <= at + 2 && belongs(text, words, next, next); next++) mark(next)
    } else if (lexicon?.isName(word) === true) {
      mark(at)
      if (word.capital && belongs(text, words, at - 1, at)) mark(at - 1)
    }
    if (cues.has(word.normalized))
      for (let next = at + 1; next <= at + 3 && belongs(text, words, next, next); next++) mark(next)
    if (towards.has(word.normalized) && belongs(text, words, at + 1, at + 1) && belongs(text, words, at + 2, at + 2)) {
      mark(at + 1)
      mark(at + 2)
    }
  }
  return joined(text, words, hit)
}

/** Whether the word can be part of a name, and nothing but a space or hyphen stands between word `second` and the one before it. */
function belongs(text: string, words: readonly Word[], at: number, second: number): boolean {
  const word = words[at]
  const [before, after] = [words[second - 1], words[second]]
  if (word === undefined || before === undefined || after === undefined) return false
  if (!word.capital || noNames.has(word.normalized) || cues.has(word.normalized)) return false
  return /^[.]?[ \t-]{1,2}$/.test(text.slice(before.end, after.start))
}

/** Names that stand side by side are one; initials between them belong to it. */
function joined(text: string, words: readonly Word[], hit: Uint8Array): Span[] {
  const spans: Span[] = []
  for (const [at, word] of words.entries()) {
    if (hit[at] !== 1) continue
    const last = spans.at(-1)
    if (last !== undefined && /^[ \t.,-]{0,3}(?:\p{Lu}\.[ \t-]{0,2})*$/u.test(text.slice(last.end, word.start)))
      last.end = word.end
    else spans.push({ start: word.start, end: word.end, replacement: '[name]' })
  }
  return spans
}
