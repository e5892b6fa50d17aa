import type { Lexicon } from './lexicon.ts'
import type { Span } from './span.ts'

interface Form {
  marker: string
  pattern: RegExp
  /** What it cannot do without: so many digits, or something that fits this. */
  digits?: number
  hint?: RegExp
}

/**
 * Things that are told by their form. Every pattern takes time in proportion to the text's length; most texts lack what a
 * pattern cannot do without, which is cheaper to find out.
 */
const forms: readonly Form[] = [
  { marker: '[url]', hint: /:\/\/|www\./i, pattern: /\b(?:https?|ftp|file):\/\/[^\s<>"']+|\bwww\.[^\s<>"']+/giu },
  {
    marker: '[email]',
    hint: /@|[[(](?:at|ät)[\])]/i,
    pattern:
      /[\p{L}\p{N}._%+'-]{1,64}\s?(?:@|[[(](?:at|ät)[\])])\s?[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,6}/giu,
  },
  { marker: '[iban]', digits: 2, pattern: /\b[A-Za-z]{2}\d{2}(?:[A-Za-z0-9]{11,30}|(?:[ -][A-Z0-9]{1,4}){3,8})\b/gu },
  // Codice fiscale, NINO, German social security number, VAT numbers.
  { marker: '[id]', digits: 7, pattern: /\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b/giu },
  { marker: '[id]', digits: 6, pattern: /\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/giu },
  { marker: '[id]', digits: 11, pattern: /\b\d{2} ?\d{6} ?[A-Z] ?\d{3}\b/giu },
  { marker: '[id]', digits: 1, pattern: /\b(?:ATU|[A-Z]{2}) ?\d[\dA-Z]{6,11}\b/gu },
  {
    marker: '[place]',
    digits: 5,
    pattern:
      /(?<![\p{L}\p{N}-])(?:(?:D|A|I|PL|RU)-)?(?:\d{5,6}|\d{2}-\d{3}),? (?:г\. ?)?\p{Lu}[\p{L}-]+(?: (?:am|an|bei|im|in|ob|der|di|sul|nad|na) (?:der )?\p{Lu}?[\p{L}-]+)?/gu,
  },
  { marker: '[place]', digits: 2, pattern: /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/gu },
  {
    marker: '[street]',
    hint: /str\.|stra(?:ß|ss)e|weg|platz|allee|gasse|ring|damm|ufer/i,
    pattern:
      /\p{Lu}[\p{L}-]{0,40}(?:str\.|stra(?:ß|ss)e|weg|platz|allee|gasse|ring|damm|ufer)(?: \d{1,4} ?[a-z]?\b)?|\p{Lu}[\p{L}-]{1,40} (?:Str\.|Stra(?:ß|ss)e|Weg|Platz|Allee|Gasse|Ring|Damm|Ufer)(?: \d{1,4} ?[a-z]?\b)?/gu,
  },
  {
    marker: '[street]',
    hint: /(?:ul|al|pl)\.|via|piazza|corso|ул\.|улица|пр\.|проспект|пер\./i,
    pattern:
      /(?<!\p{L})(?:[Uu]l\.|[Aa]l\.|[Pp]l\.|[Vv]ia(?:le)?|[Pp]iazza|[Cc]orso|[Уу]л\.|[Уу]лица|[Пп]р\.|[Пп]роспект|[Пп]ер\.) ?\p{Lu}[\p{L}.-]*(?: \p{Lu}[\p{L}-]+){0,2}(?:,? (?:д\. ?)?\d{1,4}\p{L}?(?:\/\d{1,4})?)?/gu,
  },
  {
    marker: '[street]',
    digits: 1,
    pattern:
      /\b\d{1,4}[a-z]? (?:\p{Lu}[\p{L}'-]+ ){1,3}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Court|Gardens|Terrace)\b/gu,
  },
]

const birth =
  /((?<!\p{L})(?:geb(?:oren|urtsdatum|urtstag)?\.?(?: am)?|ur(?:odzon[ya]|odziny)?\.?|data urodzenia|nat[oa](?: il)?|data di nascita|д\. ?р\.?|родил(?:ся|ась)|дата рождения|born(?: on)?|dob|date of birth|birthday)|\*)[: \t]{0,3}(\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.? ?\p{L}{3,12}\.? \d{4})/giu

/** Dates and times alone say nothing of a person, and are no telephone numbers. */
const date =
  /(?<![\d./-])(?:\d{4}-(?:0[1-9]|1[0-2])-(?:[0-2]\d|3[01])(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?|(?:[0-2]?\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:19|20)\d\d)(?![\d./-])/g
const digitRun = /(?<![\p{L}\p{N}])[+(]?\d(?:[ \t()./-]{0,3}\d){6,}(?!\p{N})/gu
const phoneCue = /(?:tel|phone|mobil|handy|fax|call|anruf|kom|cell|тел|моб)\p{L}*[.: ]{0,3}$/iu

const manyDigits = 9
/** `1.1.1` behind a word such as "born". */
const fewestOfDate = 3
const fewestOfRun = 7

/** Everything in the text that its form gives away, or that stands in the lexicon as an address or a number. */
export function spansByForm(text: string, words: Lexicon | undefined): Span[] {
  const spans: Span[] = []
  const present = countDigits(text)
  for (const { marker, digits = 0, hint, pattern } of forms)
    if (present >= digits && (hint === undefined || hint.test(text)))
      for (const match of text.matchAll(pattern))
        spans.push({ start: match.index, end: match.index + match[0].length, replacement: marker })
  if (present < fewestOfDate) return spans
  for (const match of text.matchAll(birth)) {
    const end = match.index + match[0].length
    spans.push({ start: end - (match[2] ?? '').length, end, replacement: '[date]' })
  }
  const dates = [...text.matchAll(date)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
  for (const { start, end } of dates)
    if (words?.isDate(isoDate(text.slice(start, end))) === true) spans.push({ start, end, replacement: '[date]' })
  if (present < fewestOfRun) return spans
  for (const match of text.matchAll(digitRun)) {
    const start = match.index
    const end = start + match[0].length
    if (dates.some((one) => one.start <= start && end <= one.end + 3)) continue
    const digits = match[0].replace(/\D/g, '')
    const isPhone = /^[+(0]/.test(match[0]) || phoneCue.test(text.slice(Math.max(0, start - 20), start))
    if (digits.length >= manyDigits || isPhone || words?.isNumber(digits) === true)
      spans.push({ start, end, replacement: isPhone ? '[phone]' : '[number]' })
  }
  return spans
}

function countDigits(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 0x30 && code <= 0x39) count++
  }
  return count
}

/** `17.5.1980` and `1980-05-17 10:00` as `1980-05-17`. */
function isoDate(text: string): string {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text) ?? []
  return year === '' ? text.slice(0, 10) : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
