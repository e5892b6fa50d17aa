import type { Value } from '../../../../core/rows/column-type.ts'
import { type BinaryCodec, expectString, Misfit, type TextCodec } from './codec.ts'
import { appendInt16, readInt16 } from './words.ts'

/*
 * The binary form of numeric, as `numeric_send` writes it: the number of digits in base 10000, the weight of the first
 * one (0 for units), the sign, the number of decimals that are shown, then the digits. No zeros lead or trail.
 */

const negative = 0x4000
const specials: Readonly<Record<number, string>> = { 49152: 'NaN', 53248: 'Infinity', 61440: '-Infinity' }

/** What the server writes as the number of decimals of an infinity. */
const infiniteScale = 0x20

export const numeric: BinaryCodec = {
  decode(bytes, start) {
    const count = readInt16(bytes, start)
    const weight = readInt16(bytes, start + 2)
    const sign = readInt16(bytes, start + 4) & 0xffff
    const scale = readInt16(bytes, start + 6)
    const special = specials[sign]
    if (special !== undefined) return special
    const digit = (place: number): string => {
      const index = weight - place
      return index < 0 || index >= count ? '0000' : String(readInt16(bytes, start + 8 + index * 2)).padStart(4, '0')
    }
    let whole = ''
    for (let place = weight; place >= 0; place -= 1) whole += digit(place)
    let fraction = ''
    for (let place = -1; fraction.length < scale; place -= 1) fraction += digit(place)
    const shown = whole.replace(/^0+(?=\d)/, '') || '0'
    return `${sign === negative ? '-' : ''}${shown}${scale > 0 ? `.${fraction.slice(0, scale)}` : ''}`
  },

  encode(value, out) {
    const text = decimalText(value)
    const special = Object.entries(specials).find(([, name]) => name === text)
    if (special !== undefined) {
      const scale = text === 'NaN' ? 0 : infiniteScale
      for (const word of [0, 0, Number(special[0]), scale]) appendInt16(out, word)
      return
    }
    const sign = text.startsWith('-') ? negative : 0
    const [whole = '', fraction = ''] = text.replace('-', '').split('.')
    const places = Math.ceil(whole.length / 4)
    const padded = whole.padStart(places * 4, '0') + fraction.padEnd(Math.ceil(fraction.length / 4) * 4, '0')
    const digits = (padded.match(/\d{4}/g) ?? []).map(Number)
    let weight = places - 1
    while (digits[0] === 0) {
      digits.shift()
      weight -= 1
    }
    while (digits.at(-1) === 0) digits.pop()
    if (digits.length > 0x7fff || fraction.length > 0x3fff) throw new Misfit('a decimal of at most 131072 digits')
    const words = [digits.length, digits.length === 0 ? 0 : weight, digits.length === 0 ? 0 : sign, fraction.length]
    for (const word of [...words, ...digits]) appendInt16(out, word)
  },
}

export const numericText: TextCodec = { parse: (text) => text, format: decimalText }

/** Without an exponent or a plus; the infinities and NaN as the server writes them. */
function decimalText(value: Value): string {
  const text = expectString(value, 'a decimal').trim()
  if (Object.values(specials).includes(text)) return text
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/.exec(text)
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts ?? []
  if (parts === null || whole + fraction === '') throw new Misfit('a decimal')
  const shift = Number(exponent)
  if (Math.abs(shift) > 131072) throw new Misfit('a decimal of at most 131072 digits')
  const digits = whole + fraction
  const point = whole.length + shift
  const before = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0')
  const after = point < 0 ? '0'.repeat(-point) + digits : digits.slice(Math.max(point, 0))
  return `${sign === '-' ? '-' : ''}${before}${after === '' ? '' : `.${after}`}`
}
