import { ensureRoom } from '../../../../core/rows/byte-sink.ts'
import { type BinaryCodec, expectString, Misfit } from './codec.ts'

/** The type `"char"`: one byte, and the byte 0 for an empty text. */
export const char: BinaryCodec = {
  decode: (bytes, start) => (bytes[start] === 0 ? '' : String.fromCharCode(bytes[start] as number)),
  encode(value, out) {
    const text = expectString(value, 'one character')
    const code = text === '' ? 0 : text.charCodeAt(0)
    if (text.length > 1 || code > 127) throw new Misfit('one ASCII character')
    ensureRoom(out, 1)
    out.bytes[out.length++] = code
  },
}
