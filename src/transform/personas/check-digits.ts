import type { ByteSink } from '../../core/rows/byte-sink.ts'
import { digitAt } from './put.ts'

/** Check digits over what stands in a sink from `start` to `end`: digits in ASCII. */

export function weightedSum(out: ByteSink, start: number, weights: readonly number[]): number {
  let sum = 0
  for (let index = 0; index < weights.length; index += 1)
    sum += digitAt(out, start + index) * (weights[index] as number)
  return sum
}

/** The check digit of ISO/IEC 7812 (Luhn). */
export function luhn(out: ByteSink, start: number, end: number): number {
  let sum = 0
  let double = true
  for (let at = end - 1; at >= start; at -= 1, double = !double) {
    const digit = digitAt(out, at) * (double ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return (10 - (sum % 10)) % 10
}

/** The check digit of ISO 7064 MOD 11,10, of German tax and VAT numbers. */
export function mod11and10(out: ByteSink, start: number, end: number): number {
  let product = 10
  for (let at = start; at < end; at += 1) {
    const sum = (digitAt(out, at) + product) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return (11 - product) % 10
}

/** The remainder of ISO 7064 MOD 97-10, letters counting from A = 10; goes on from an earlier one. */
export function mod97({ bytes }: Pick<ByteSink, 'bytes'>, start: number, end: number, before = 0): number {
  let rest = before | 0
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number
    rest = byte <= 0x39 ? rest * 10 + byte - 0x30 : rest * 100 + byte - 55
    if (rest > 9_999_999) rest %= 97
  }
  return rest % 97
}

const oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

/** The Italian control letter, of the codice fiscale (D.M. 23/12/1976) and of account numbers (CIN), as a byte. */
export function italianControl(out: ByteSink, start: number, end: number): number {
  let sum = 0
  for (let at = start; at < end; at += 1) {
    const byte = out.bytes[at] as number
    const value = byte <= 0x39 ? byte - 0x30 : byte - 0x41
    sum += ((at - start) & 1) === 0 ? (oddValues[value] as number) : value
  }
  return 0x41 + (sum % 26)
}
