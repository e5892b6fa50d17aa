/** BSON by hand: what objects cannot say. */
export type Element = readonly [key: string, type: number, value: Uint8Array]

export function documentBytes(...elements: readonly Element[]): Uint8Array {
  const parts = elements.flatMap(([key, type, value]) => [Buffer.from([type]), Buffer.from(`${key}\0`), value])
  const body = Buffer.concat(parts)
  return Buffer.concat([int32(body.length + 5), body, Buffer.from([0])])
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

export function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(value)
  return bytes
}

export function double(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}

export function text(value: string): Buffer {
  const bytes = Buffer.from(`${value}\0`)
  return Buffer.concat([int32(bytes.length), bytes])
}

export function binary(subtype: number, ...bytes: readonly number[]): Buffer {
  const inner = subtype === 2 ? [...int32(bytes.length), ...bytes] : bytes
  return Buffer.concat([int32(inner.length), Buffer.from([subtype, ...inner])])
}

/** Every type of BSON, with what is odd about keys. The `_id` is to be put in front. */
export function everyType(id: Element): Uint8Array {
  const objectId = Buffer.alloc(12, 9)
  const scope = documentBytes(['x', 0x10, int32(1)])
  const codeWithScope = Buffer.concat([text('return x'), scope])
  return documentBytes(
    id,
    ['double', 0x01, double(7)],
    ['negativeZero', 0x01, double(-0)],
    ['nan', 0x01, double(Number.NaN)],
    ['text', 0x02, text('ü€𐍈\0x')],
    ['empty', 0x02, text('')],
    ['10', 0x02, text('a numeric key')],
    ['2', 0x02, text('and one that would come first in an object')],
    [
      'nested',
      0x03,
      documentBytes(['z', 0x10, int32(1)], ['a', 0x03, documentBytes(['deep', 0x08, Buffer.from([1])])]),
    ],
    ['nothing inside', 0x03, documentBytes()],
    ['array', 0x04, documentBytes(['0', 0x10, int32(1)], ['1', 0x04, documentBytes(['0', 0x02, text('x')])])],
    ['mixed', 0x04, documentBytes(['0', 0x02, text('x')], ['1', 0x10, int32(1)], ['2', 0x0a, Buffer.alloc(0)])],
    ...[0, 1, 2, 3, 5, 6, 7, 128].map((subtype): Element => [`binary${subtype}`, 0x05, binary(subtype, 1, 0, 255)]),
    ['uuid', 0x05, binary(4, ...Array.from({ length: 16 }, (_, index) => index))],
    ['undefined', 0x06, Buffer.alloc(0)],
    ['objectId', 0x07, objectId],
    ['yes', 0x08, Buffer.from([1])],
    ['date', 0x09, int64(-1n)],
    ['far', 0x09, int64(8_640_000_000_000_001n)],
    ['null', 0x0a, Buffer.alloc(0)],
    ['regex', 0x0b, Buffer.from('^a.b$\0im\0')],
    ['pointer', 0x0c, Buffer.concat([text('db.other'), objectId])],
    ['code', 0x0d, text('return 1')],
    ['symbol', 0x0e, text('sym')],
    ['scoped', 0x0f, Buffer.concat([int32(codeWithScope.length + 4), codeWithScope])],
    ['int', 0x10, int32(-7)],
    ['stamp', 0x11, int64((1_700_000_000n << 32n) | 3n)],
    ['long', 0x12, int64(-9_223_372_036_854_775_808n)],
    ['decimal', 0x13, Buffer.from('0a000000000000000000000000003e30', 'hex')],
    ['least', 0xff, Buffer.alloc(0)],
    ['most', 0x7f, Buffer.alloc(0)],
    ['twice', 0x10, int32(1)],
    ['twice', 0x02, text('again')],
    ['', 0x10, int32(0)],
    ['a.b', 0x10, int32(0)],
    ['$c', 0x10, int32(0)],
  )
}
