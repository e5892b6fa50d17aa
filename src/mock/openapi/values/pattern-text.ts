import type { Random } from '../../../core/random.ts'

/** How often `*` and `+` repeat at most. */
const mostRepeats = 6

/**
 * A text that a regular expression (ECMAScript's) matches: literals, classes, groups, alternatives and repeats. Anchors,
 * boundaries and look-around are passed over, and what refers back to a group is left out.
 */
export function patternText(pattern: string, random: Random): string {
  return alternatives({ pattern, at: 0, random, room: mostPieces })
}

/** Repeats within repeats multiply: from here on, nothing is repeated any more. */
const mostPieces = 5_000

interface Reader {
  pattern: string
  at: number
  random: Random
  room: number
}

function alternatives(reader: Reader): string {
  const made = [sequence(reader)]
  while (reader.pattern[reader.at] === '|') {
    reader.at++
    made.push(sequence(reader))
  }
  return made[reader.random.below(made.length)] ?? ''
}

function sequence(reader: Reader): string {
  let text = ''
  while (reader.at < reader.pattern.length && !'|)'.includes(reader.pattern[reader.at] ?? '')) text += repeated(reader)
  return text
}

/** One piece as often as what stands behind it says; drawn anew each time. */
function repeated(reader: Reader): string {
  const start = reader.at
  let text = piece(reader)
  const end = reader.at
  const { least, most } = repeats(reader)
  const after = reader.at
  const count = least + reader.random.below(most - least + 1)
  if (count === 0) text = ''
  for (let times = 1; times < count && reader.room-- > 0; times++) {
    reader.at = start
    text += piece(reader)
  }
  if (end > start) reader.at = after
  return text
}

function repeats(reader: Reader): { least: number; most: number } {
  const [whole = '', sign = '', from, comma, to] =
    /^([*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(reader.pattern.slice(reader.at)) ?? []
  reader.at += whole.length
  if (whole === '') return { least: 1, most: 1 }
  if (sign === '*') return { least: 0, most: mostRepeats }
  if (sign === '+') return { least: 1, most: mostRepeats }
  if (sign === '?') return { least: 0, most: 1 }
  const least = Number(from)
  if (comma === '') return { least, most: least }
  return { least, most: to === '' || to === undefined ? least + mostRepeats : Number(to) }
}

function piece(reader: Reader): string {
  const sign = reader.pattern[reader.at++] ?? ''
  if (sign === '(') return group(reader)
  if (sign === '[') return fromClass(reader)
  if (sign === '^' || sign === '$') return ''
  if (sign === '.') return draw(letters + digits, reader.random)
  return sign === '\\' ? escaped(reader) : sign
}

function group(reader: Reader): string {
  const [kind = ''] = /^\?(?::|<?[=!]|<[^>]*>)/.exec(reader.pattern.slice(reader.at)) ?? []
  reader.at += kind.length
  const text = alternatives(reader)
  reader.at++
  return /^\?<?[=!]/.test(kind) ? '' : text
}

const digits = '0123456789'
const letters = 'abcdefghijklmnopqrstuvwxyz'
const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join('')

/** The characters behind a backslash: a set of them, or one. */
function setOf(reader: Reader): string {
  const sign = reader.pattern[reader.at++] ?? ''
  const code = /^(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]+)\}|[pP]\{([^}]*)\})/i.exec(
    sign + reader.pattern.slice(reader.at),
  )
  if (code !== null) {
    reader.at += code[0].length - 1
    const [, byte, unit, point, property] = code
    if (property === undefined) return String.fromCodePoint(Number.parseInt(byte ?? unit ?? point ?? '20', 16))
    if (/^(L|Letter|Alphabetic|Script=Latin)$/i.test(property)) return letters + letters.toUpperCase()
    if (/^Lu$|Uppercase/i.test(property)) return letters.toUpperCase()
    return /^N/.test(property) ? digits : letters
  }
  const sets: Record<string, string> = {
    d: digits,
    w: `${letters}${letters.toUpperCase()}${digits}_`,
    s: ' ',
    D: letters,
    W: '-.',
    S: letters,
    n: '\n',
    r: '\r',
    t: '\t',
    f: '\f',
    v: '\v',
  }
  return sets[sign] ?? sign
}

function escaped(reader: Reader): string {
  if (/^(?:[bB]|[1-9]|k<[^>]*>)/.test(reader.pattern.slice(reader.at))) {
    reader.at += /^(?:[bB]|[1-9]|k<[^>]*>)/.exec(reader.pattern.slice(reader.at))?.[0].length ?? 1
    return ''
  }
  return draw(setOf(reader), reader.random)
}

function fromClass(reader: Reader): string {
  const negated = reader.pattern[reader.at] === '^'
  if (negated) reader.at++
  let members = ''
  while (reader.at < reader.pattern.length && reader.pattern[reader.at] !== ']') {
    const first = member(reader)
    if ([...first].length === 1 && /^-[^\]]/.test(reader.pattern.slice(reader.at))) {
      reader.at++
      members += range(first, member(reader))
    } else members += first
  }
  reader.at++
  if (!negated) return draw(members, reader.random)
  return draw([...printable].filter((one) => !members.includes(one)).join(''), reader.random)
}

function member(reader: Reader): string {
  const sign = String.fromCodePoint(reader.pattern.codePointAt(reader.at) ?? 0x20)
  reader.at += sign.length
  if (sign !== '\\') return sign
  if (reader.pattern[reader.at] === 'b') {
    reader.at++
    return '\b'
  }
  return setOf(reader)
}

function range(from: string, to: string): string {
  const first = from.codePointAt(0) ?? 0
  const last = to.codePointAt(0) ?? first
  // Of a range that holds most of Unicode, the beginning is enough.
  const length = Math.max(0, Math.min(last - first, 255)) + 1
  return Array.from({ length }, (_, index) => String.fromCodePoint(first + index)).join('')
}

function draw(set: string, random: Random): string {
  const characters = [...set]
  return characters[random.below(characters.length)] ?? ''
}
