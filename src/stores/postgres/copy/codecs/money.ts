import { type BinaryCodec, expectString, Misfit, type TextCodec } from './codec.ts'
import { numericText } from './numeric.ts'
import { appendBigInt64, readBigInt64 } from './words.ts'

/* Money is a count of the smallest unit; in the locale of our sessions, that is a hundredth. */

export const money: BinaryCodec = {
  decode(bytes, start) {
    const hundredths = readBigInt64(bytes, start)
    const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, '0')
    return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
  },
  encode: (value, out) => appendBigInt64(out, hundredthsOf(expectString(value, 'an amount'))),
}

export const moneyText: TextCodec = {
  parse: (text) => text.replace(/[$,]/g, ''),
  format(value) {
    const text = numericText.format(value)
    hundredthsOf(text)
    return text
  },
}

function hundredthsOf(text: string): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/.exec(numericText.format(text))
  if (parts === null) throw new Misfit('an amount with at most two decimals')
  const [, sign = '', whole = '', fraction = ''] = parts
  return BigInt.asIntN(64, BigInt(`${sign}${whole}${fraction.padEnd(2, '0')}`))
}
