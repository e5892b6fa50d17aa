import type { KeyedFunction } from '../../core/keyed/keyed-function.ts'
import { type ByteSink, byteSink } from '../../core/rows/byte-sink.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import { localeNumber } from '../personas/locales.ts'
import type { RowIdentity } from '../strategy.ts'
import { appendCanonical } from './canonical.ts'
import { digestCode, encodeShortNumber, keyEncoder } from './identity-code.ts'
import type { IdentityRegister } from './register.ts'

export interface IdentityOptions {
  /** The identity's name in the policy: identities of different names have nothing in common. */
  name: string
  /** Of the policy's key. */
  keyed: KeyedFunction
  /** The field that holds the key, or, with `through`, what refers to the identity. */
  field: number
  /** Filled by `fillRegister` from the table that the field refers to. */
  through?: IdentityRegister
  /** Where the locale stands: a field of the row, or the register that was filled from the home table. */
  locale: { default: number; field?: number; register?: IdentityRegister }
}

export interface OpenIdentity extends RowIdentity {
  /** Reads the identity of the row. Allocates nothing. */
  begin(row: RowView): void
  /**
   * 64 bits under which others refer to this row by what stands in `field`, in the first two places of `into`; false where
   * nothing stands there.
   */
  reference(row: RowView, field: number, into: Int32Array): boolean
}

/**
 * The identity that a table's rows are about. A reference that leads to no identity (a row that is not there, or one
 * without a key) is an identity of its own, by what refers to it.
 */
export function openIdentity(options: IdentityOptions): OpenIdentity {
  const { field, through, locale } = options
  const keyed = options.keyed.derive('identity').derive(options.name)
  const encode = keyEncoder(keyed)
  const { digestWords } = keyed.derive('words')
  const references = keyed.derive('references')
  const strays = keyed.derive('references to nobody')
  const raw = byteSink(256)
  const canonical = byteSink(256)
  const pair = new Int32Array(4)

  const lastLocale = { bytes: new Uint8Array(longestRemembered), length: -1, number: -1 }

  /** One row after the other is mostly of the same country. */
  function localeOf(row: RowView, localeField: number): number {
    raw.length = 0
    if (!row.appendText(localeField, raw)) return -1
    if (raw.length === lastLocale.length && sameStart(raw.bytes, lastLocale.bytes, raw.length)) return lastLocale.number
    canonical.length = 0
    const isThere = appendCanonical(raw.bytes, 0, raw.length, canonical)
    const number = isThere ? localeNumber(canonical.bytes, 0, canonical.length) : -1
    if (raw.length <= longestRemembered) {
      lastLocale.bytes.set(raw.bytes.subarray(0, raw.length))
      lastLocale.length = raw.length
      lastLocale.number = number
    }
    return number
  }

  const identity: OpenIdentity = {
    words: new Int32Array(4),
    code: new Int32Array(3),
    present: false,
    locale: locale.default,
    row: 0,
    begin(row) {
      const { words, code } = identity
      identity.row = (identity.row + 1) & 0x3fff_ffff
      identity.locale = locale.default
      raw.length = 0
      const isShort =
        through === undefined && row.appendText(field, raw) && encodeShortNumber(raw.bytes, 0, raw.length, code)
      identity.present = isShort || appendField(row, field, raw, canonical)
      if (!identity.present) return
      if (isShort) {
        // Its canonical form is the number that is known already.
      } else if (through === undefined) encode(canonical.bytes, 0, canonical.length, code)
      else {
        references.digest(canonical.bytes, 0, canonical.length, pair)
        const place = through.find(pair[0] as number, pair[1] as number)
        if (place !== -1) {
          through.copyCode(place, code)
          identity.locale = through.localeAt(place)
        } else {
          strays.digest(canonical.bytes, 0, canonical.length, pair)
          code[0] = pair[0] as number
          code[1] = pair[1] as number
          code[2] = ((pair[2] as number) & 0xffff_0000) | digestCode
        }
      }
      digestWords(code[0] as number, code[1] as number, code[2] as number, 0, words)
      if (locale.register !== undefined) {
        const place = locale.register.find(words[0] as number, words[1] as number)
        if (place !== -1) identity.locale = locale.register.localeAt(place)
      } else if (locale.field !== undefined) {
        const number = localeOf(row, locale.field)
        if (number !== -1) identity.locale = number
      }
    },
    reference(row, referred, into) {
      if (!appendField(row, referred, raw, canonical)) return false
      references.digest(canonical.bytes, 0, canonical.length, into)
      return true
    },
  }
  return identity
}

/** In bytes: names of countries and languages. */
const longestRemembered = 16

function sameStart(a: Uint8Array, b: Uint8Array, length: number): boolean {
  for (let at = 0; at < length; at += 1) if (a[at] !== b[at]) return false
  return true
}

/** Leaves the canonical form of a field in the sink; false where nothing stands in the field. */
function appendField(row: RowView, field: number, raw: ByteSink, canonical: ByteSink): boolean {
  raw.length = 0
  canonical.length = 0
  return row.appendText(field, raw) && appendCanonical(raw.bytes, 0, raw.length, canonical)
}
