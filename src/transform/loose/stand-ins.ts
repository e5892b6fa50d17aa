import type { KeyedFunction } from '../../core/keyed/keyed-function.ts'
import { appendText, byteSink, ensureRoom } from '../../core/rows/byte-sink.ts'
import { keyedDraw } from '../forms/keyed-draw.ts'
import { textOf } from '../forms/utf8.ts'
import { appendCanonical } from '../identities/canonical.ts'
import { digestCode } from '../identities/identity-code.ts'
import { attributes } from '../personas/attributes.ts'
import { loadLocales } from '../personas/locale-data.ts'
import { openPersona, setPersona } from '../personas/persona.ts'
import type { StandInKind } from './field-kinds.ts'

/** What stands in for a value of a kind: the same for the same value, wherever it is. */
export type StandInFor = (kind: StandInKind, value: string) => string

/** Words of a company's name that say nothing of anybody. */
const forms = new Set(
  'gmbh ag kg ohg ug mbh co ltd inc llc plc sp zoo sa srl spa and und the e.k. dr prof herr frau mr mrs ms'.split(' '),
)
const usualToken = 20
/** Numbers that are the same with and without signs between their digits. */
const inGroups = new Set<StandInKind>(['iban', 'phone', 'cardNumber'])

/** Loads the lists that stand-ins are made of. `keyed` is derived for this purpose. */
export async function openStandIns(keyed: KeyedFunction): Promise<StandInFor> {
  await loadLocales()
  const persona = openPersona(keyed)
  const words = new Int32Array(4)
  const code = new Int32Array(3)
  const out = byteSink(512)

  const canonicalOf = (value: string): Uint8Array => {
    const [given, canonical] = [byteSink(256), byteSink(256)]
    appendText(given, value)
    appendCanonical(given.bytes, 0, given.length, canonical)
    return canonical.bytes.subarray(0, canonical.length)
  }

  const ofPersona = (attribute: keyof typeof attributes, value: string): string => {
    const canonical = canonicalOf(value)
    keyed.derive(attribute).digest(canonical, 0, canonical.length, words)
    code.set(words.subarray(0, 3))
    code[2] = ((words[2] as number) & 0xffff_0000) | digestCode
    setPersona(persona, words, code, 0)
    out.length = 0
    ensureRoom(out, 256)
    attributes[attribute].put(persona, out, Number.MAX_SAFE_INTEGER)
    return textOf(out.bytes, 0, out.length)
  }

  const drawn = (label: string, value: string): ((limit: number) => number) => {
    const canonical = canonicalOf(value)
    const draw = keyedDraw(keyed, label)
    draw.seed(canonical, 0, canonical.length)
    return draw.below
  }

  /** Word by word, so that the last name alone has the same stand-in. */
  const ofName = (value: string): string => {
    const parts = value.split(/([\p{L}\p{M}'’]+)/u)
    const last = parts.findLastIndex((part, index) => index % 2 === 1 && !isForm(part))
    return parts
      .map((part, index) => {
        if (index % 2 === 0 || isForm(part) || part.length < 2) return part
        return ofPersona(index === last ? 'lastName' : 'firstName', part)
      })
      .join('')
  }

  const ofShape = (value: string): string => {
    const below = drawn('shape', value)
    return value.replace(/\p{L}|\p{N}/gu, (sign) => {
      if (/\p{N}/u.test(sign)) return String(below(10))
      const letter = String.fromCharCode(97 + below(26))
      return /\p{Lu}/u.test(sign) ? letter.toUpperCase() : letter
    })
  }

  return (kind, value) => {
    if (value.trim() === '') return value
    if (kind === 'shape') return ofShape(value)
    if (kind === 'name' || kind === 'company') return ofName(value)
    if (inGroups.has(kind)) return ofPersona(kind as 'iban', value.replace(/[\s()./-]/g, ''))
    if (kind !== 'token') return ofPersona(kind, value)
    const below = drawn('token', value)
    return Array.from({ length: usualToken }, () => below(36).toString(36)).join('')
  }
}

export function isForm(word: string): boolean {
  return forms.has(word.toLowerCase())
}
