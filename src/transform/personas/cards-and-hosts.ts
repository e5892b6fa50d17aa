import type { ByteSink } from '../../core/rows/byte-sink.ts'
import { luhn } from './check-digits.ts'
import { drawBelow, draws, type Persona } from './persona.ts'
import { ascii, putAll, putByte, putDigits, putNumber } from './put.ts'

/** The first six digits of numbers that payment providers publish for tests: Visa, Mastercard. */
const testRanges = ['400000', '411111', '424242', '555555', '222300'].map(ascii)

export const longestCardNumber = 16
export const longestRemoteAddress = 14

/** A payment card number of a test range, with its check digit (ISO/IEC 7812). */
export function putCardNumber(persona: Persona, out: ByteSink): void {
  const start = out.length
  putAll(out, testRanges[drawBelow(persona, draws.card, 0, testRanges.length)] as Uint8Array)
  putDigits(out, drawBelow(persona, draws.card, 1, 1e9), 9)
  putByte(out, 0x30 + luhn(out, start, out.length))
}

/** The blocks that are set aside for documentation (RFC 5737). */
const blocks = ['192.0.2.', '198.51.100.', '203.0.113.'].map(ascii)

export function putRemoteAddress(persona: Persona, out: ByteSink): void {
  putAll(out, blocks[drawBelow(persona, draws.network, 0, blocks.length)] as Uint8Array)
  putNumber(out, 1 + drawBelow(persona, draws.network, 1, 254))
}
