import type { ByteSink } from '../../core/rows/byte-sink.ts'
import type { Locale } from './locales.ts'
import { drawBelow, draws, type Persona } from './persona.ts'
import { ascii, putAll, putByte, putDigits } from './put.ts'

/** In characters. */
export const longestPlate = 10

/**
 * Licence plates by pattern: `#` a digit, `1` a digit but 0, `@` a letter. Behind a start of the locale. The form only.
 */
const plates: Record<Locale, { starts: readonly string[]; pattern: string; letters: string }> = {
  de: {
    starts: ['B-', 'HH-', 'M-', 'K-', 'F-', 'S-', 'DD-', 'L-', 'HB-', 'N-'],
    pattern: '@@ 1###',
    letters: 'ABCDEFGHJKLMNPRTUVWXYZ',
  },
  'de-AT': { starts: ['W-', 'G-', 'L-', 'S-', 'I-', 'K-'], pattern: '1###@@', letters: 'ABCDEFGHJKLMNPRSTUVWXYZ' },
  pl: { starts: ['WA ', 'KR ', 'PO ', 'GD ', 'WR ', 'LU '], pattern: '####@', letters: 'ACEFGHJKLMNPRSTUVWXY' },
  it: { starts: [''], pattern: '@@###@@', letters: 'ABCDEFGHJKLMNPRSTVWXYZ' },
  ru: { starts: [''], pattern: '@###@@97', letters: 'АВЕКМНОРСТУХ' },
  'en-GB': { starts: [''], pattern: '@@1# @@@', letters: 'ABCDEFGHJKLMNPRSTVWXY' },
  en: { starts: [''], pattern: '@@@-####', letters: 'ABCDEFGHJKLMNPRSTUVWXYZ' },
}

const encoded = Object.fromEntries(
  Object.entries(plates).map(([locale, { starts, pattern, letters }]) => [
    locale,
    { starts: starts.map(ascii), pattern: ascii(pattern), letters: [...letters].map(ascii) },
  ]),
) as unknown as Record<Locale, { starts: Uint8Array[]; pattern: Uint8Array; letters: Uint8Array[] }>

export function putPlate(persona: Persona, out: ByteSink): void {
  const { starts, pattern, letters } = encoded[persona.data.locale]
  putAll(out, starts[drawBelow(persona, draws.plate, 0, starts.length)] as Uint8Array)
  let digits = drawBelow(persona, draws.plate, 1, 10_000)
  let signs = drawBelow(persona, draws.plate, 2, 4_294_967_295)
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern[at] as number
    if (sign === 0x40) {
      putAll(out, letters[signs % letters.length] as Uint8Array)
      signs = Math.floor(signs / letters.length)
    } else if (sign === 0x23 || sign === 0x31) {
      const digit = digits % 10
      putDigits(out, sign === 0x31 && digit === 0 ? 7 : digit, 1)
      digits = Math.floor(digits / 10)
    } else putByte(out, sign)
  }
}
