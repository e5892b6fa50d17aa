export const hidden = '***'

/** Keys whose values are secrets or belong to a person, in the spellings of the systems that are mirrored. */
const sensitive =
  /password|passwd|secret|token|authori[sz]ation|cookie|access.?key|api.?key|session.?id|^b1session|iban|e.?mail|phone|mobile|fax|street|address|first.?name|last.?name|full.?name|card.?name|contact.?name|customer.?name|recipient|birth|vat.?id|tax.?no|tax.?id|comment|free.?text|remote.?addr|card.?number|^pan$|cvc/i

/** Whether what stands under this key (of an object, a header, a query string, a column) is not to be shown. */
export function isSensitive(key: string): boolean {
  return sensitive.test(key)
}

type Replace = (whole: string, ...groups: string[]) => string

/*
 * What gives itself away in a text by its form. What has to follow for a form to be recognized is bounded, so that a long
 * text costs no more than its length: an address has at most 64 characters before its sign (RFC 5321).
 */
const forms: readonly (readonly [sign: string, form: RegExp, replace: Replace])[] = [
  // JSON, and JSON within a text of JSON.
  ['"', /("([\w.-]{1,64})"\s{0,8}:\s{0,8}")(?:[^"\\]|\\[\s\S])+/g, underKey],
  ['\\"', /(\\"([\w.-]{1,64})\\"\s{0,8}:\s{0,8}\\")[^"\\]+/g, underKey],
  [
    '=',
    /(^|[?&;])([\w.~[\]$%-]{1,64})=[^&#;\s"'<>]+/g,
    (whole, before = '', key = '') => (isSensitive(decoded(key)) ? `${before}${key}=${hidden}` : whole),
  ],
  ['</', /(<(?:[\w-]{1,40}:)?([\w.-]{1,64})(?:\s[^<>]{0,256})?>)\s{0,64}[^<>\s][^<>]*/g, underKey],
  ['//', /(\/\/[^\s/:@]{1,64}:)[^\s/@]{1,512}@/g, (_whole, before) => `${before}${hidden}@`],
  [' ', /\b(Bearer|Basic)\s{1,4}(?=[\w.~+/-]{0,128}[\d=])[\w.~+/=-]{6,}/gi, (_whole, scheme) => `${scheme} ${hidden}`],
  ['@', /[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+/g, () => hidden],
  ['%40', /[\w.%+-]{1,64}%40[\w-]{1,63}(\.[\w-]{1,63})+/g, () => hidden],
  ['+', /(?<![\w.])\+\d{1,3}[ \d()/-]{6,20}\d/g, () => hidden],
]

const bankAccount = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g
const card = /\b(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}|[3-6]\d{14,15})\b/g

/**
 * A text without what its form or a key within it (JSON, XML, a query string, a form) says is a secret or personal:
 * credentials, e-mail addresses, telephone numbers in international form, IBANs (ISO 13616) and card numbers (ISO 7812).
 */
export function maskedText(text: string): string {
  let shown = text
  for (const [sign, form, replace] of forms) if (shown.includes(sign)) shown = shown.replace(form, replace)
  if (!/\d\d/.test(shown)) return shown
  return shown
    .replace(bankAccount, (found) => (isBankAccount(found) ? hidden : found))
    .replace(card, (found) => (isCardNumber(found) ? hidden : found))
}

/** The value after a key that is sensitive. */
function underKey(whole: string, before = '', key = ''): string {
  return isSensitive(key) ? `${before}${hidden}` : whole
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key)
  } catch {
    return key
  }
}

/** The check digits of ISO 13616: the number modulo 97 is 1. */
function isBankAccount(text: string): boolean {
  const compact = text.replaceAll(' ', '')
  let rest = 0
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

/** The check digit of ISO 7812 (Luhn). */
function isCardNumber(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].reverse().map(Number)
  const sum = digits.reduce((total, digit, index) => {
    const weighted = index % 2 === 1 ? digit * 2 : digit
    return total + (weighted > 9 ? weighted - 9 : weighted)
  }, 0)
  return sum % 10 === 0
}
