const letters: Readonly<Record<string, string>> = { ß: 'ss', æ: 'a', ø: 'o', œ: 'o', ł: 'l', đ: 'd', ё: 'е', й: 'и' }
const plain = /^[a-z]+$/

/**
 * A word as it is compared: small letters without diacritics, so that `Müller`, `Mueller`, `Muller` and `MÜLLER` are one.
 */
export function normalizedWord(word: string): string {
  let text = word.toLowerCase()
  if (!plain.test(text)) {
    text = text.replace(/[ßæøœłđёй]/g, (letter) => letters[letter] ?? letter)
    text = text.normalize('NFD').replace(/[^\p{L}]/gu, '')
  }
  return text.replace(/([aou])e/g, '$1')
}

/** Endings of Polish, Russian, German and English declensions, the longest first. */
const endings =
  /(?:iego|iemu|owego|owemu|skiej|ich|ych|ami|owi|iem|ach|ego|emu|iej|ową|ова|ову|овым|ове|ого|ому|ыми|ами|ами|ях|ах|ою|ею|ым|им|ом|ем|ой|ей|ую|юю|ая|яя|ии|ию|ия|ье|ья|ью|em|im|ym|om|ie|ia|es|ey|ej|s|a|e|i|o|u|y|а|е|и|о|у|ы|ю|я|ь)$/u

/** A normalized word without its ending, so that `kowalski` and `kowalskiego` are one; short words stay as they are. */
export function stemOf(word: string): string {
  const stem = word.replace(endings, '')
  return stem.length >= 3 ? stem : word
}

/** A word of a text. */
export interface Word {
  start: number
  end: number
  /** As it is compared. */
  normalized: string
  /** The same without its ending. */
  stem: string
  capital: boolean
}

type Known = Pick<Word, 'normalized' | 'stem' | 'capital'>

/** Words come again and again; what was found out of some thousands of them is kept. */
const known = new Map<string, Known>()
const mostKnown = 8_192

function knownWord(word: string): Known {
  const found = known.get(word)
  if (found !== undefined) return found
  const normalized = normalizedWord(word)
  const made = { normalized, stem: stemOf(normalized), capital: /^\p{Lu}/u.test(word) }
  if (known.size >= mostKnown) known.clear()
  if (word.length <= longestKnown) known.set(word, made)
  return made
}

const longestKnown = 40

const wordShape = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu

/** The words of a text, in order; digits, `_`, `-` and other signs part them. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = []
  if (ascii.test(text)) {
    for (let start = nextLetter(text, 0); start < text.length; ) {
      const end = endOfWord(text, start)
      words.push(wordAt(text.slice(start, end), start))
      start = nextLetter(text, end)
    }
  } else for (const match of text.matchAll(wordShape)) words.push(wordAt(match[0], match.index))
  return words
}

function wordAt(word: string, start: number): Word {
  const { normalized, stem, capital } = knownWord(word)
  return { start, end: start + word.length, normalized, stem, capital }
}

/* What `wordShape` says, for ASCII, which takes a fraction of the time. */

const ascii = /^[\0-\x7f]*$/
const apostrophe = 0x27

function nextLetter(text: string, from: number): number {
  let at = from
  while (at < text.length && !isLetter(text.charCodeAt(at))) at++
  return at
}

function endOfWord(text: string, start: number): number {
  let at = start + 1
  while (isLetter(text.charCodeAt(at)) || (text.charCodeAt(at) === apostrophe && isLetter(text.charCodeAt(at + 1))))
    at++
  return at
}

/** False behind the text's end, where the code is NaN. */
function isLetter(code: number): boolean {
  const small = code | 0x20
  return small >= 0x61 && small <= 0x7a
}
