import { appendBytes, appendText, ensureRoom } from '../../../../core/rows/byte-sink.ts'
import { type BinaryCodec, expectString, Misfit, type TextCodec } from './codec.ts'

const decoder = new TextDecoder()

export function utf8(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end))
}

export const text: BinaryCodec = {
  decode: utf8,
  encode: (value, out) => appendText(out, expectText(value)),
}

/** What the server prints is what there is. */
export const asPrinted: TextCodec = { parse: (text) => text, format: expectText }

function expectText(value: unknown): string {
  const text = expectString(value, 'text')
  if (text.includes('\0')) throw new Misfit('text without NUL characters')
  return text
}

/** Text behind a byte that tells the version, as ltree has it. */
export const versionedText: BinaryCodec = {
  decode: (bytes, start, end) => utf8(bytes, start + 1, end),
  encode(value, out) {
    ensureRoom(out, 1)
    out.bytes[out.length++] = 1
    text.encode(value, out)
  },
}

export const bool: BinaryCodec = {
  decode: (bytes, start) => bytes[start] === 1,
  encode(value, out) {
    if (typeof value !== 'boolean') throw new Misfit('a boolean')
    ensureRoom(out, 1)
    out.bytes[out.length++] = value ? 1 : 0
  },
}

export const boolText: TextCodec = {
  parse: (text) => text === 't',
  format(value) {
    if (typeof value !== 'boolean') throw new Misfit('a boolean')
    return value ? 't' : 'f'
  },
}

export const bytea: BinaryCodec = {
  decode: (bytes, start, end) => new Uint8Array(bytes.subarray(start, end)),
  encode(value, out) {
    if (!(value instanceof Uint8Array)) throw new Misfit('bytes')
    appendBytes(out, value, 0, value.length)
  },
}

export const byteaText: TextCodec = {
  parse: (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex')),
  format(value) {
    if (!(value instanceof Uint8Array)) throw new Misfit('bytes')
    return `\\x${Buffer.from(value).toString('hex')}`
  },
}

export const uuid: BinaryCodec = {
  decode: (bytes, start, end) =>
    Buffer.from(bytes.subarray(start, end))
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  encode(value, out) {
    const digits = expectString(value, 'a UUID').replaceAll('-', '')
    if (!/^[\da-f]{32}$/i.test(digits)) throw new Misfit('a UUID')
    appendBytes(out, Buffer.from(digits, 'hex'), 0, 16)
  },
}
