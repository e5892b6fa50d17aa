import {
  Binary,
  BSONRegExp,
  Decimal128,
  type Document,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'mongodb'
import { expect, test } from 'vitest'
import type { Setting } from './setting.ts'

/** The types of values. */
export function typeContract({ holding }: Setting): void {
  const common = {
    _id: new ObjectId(),
    int: new Int32(7),
    double: new Double(7),
    fraction: new Double(0.1),
    large: new Double(1e300),
    long: Long.fromString('-9223372036854775808'),
    text: 'ü€𐍈\u0000',
    yes: true,
    nothing: null,
    date: new Date(-1),
    bytes: new Binary(Buffer.from([0, 255, 1]), 0),
    uuid: new Binary(Buffer.alloc(16, 7), Binary.SUBTYPE_UUID),
    expression: new BSONRegExp('^a.b$', 'im'),
    stamp: new Timestamp({ t: 1_700_000_000, i: 3 }),
    nested: { array: [new Int32(1), { deep: Long.fromNumber(3) }], empty: {}, none: [] },
  }
  const rare = {
    ...common,
    negativeZero: new Double(-0),
    decimal: Decimal128.fromString('12345678901234567890.1234567890'),
    infinite: Decimal128.fromString('Infinity'),
    least: new MinKey(),
    most: new MaxKey(),
    nested: { array: [new Int32(1), [new Double(2)], { deep: Long.fromNumber(3) }] },
  }
  test.each<[string, Document]>([
    ['the types of ordinary documents', common],
    ['every type', rare],
  ])('%s: values come back as they were', async (_, document) => {
    const collection = await holding(document)
    const exact = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true } as const
    const found = await collection.findOne({ _id: document._id as ObjectId }, exact)
    expect(found).toEqual(document)
    expect(Object.keys(found ?? {})).toEqual(Object.keys(document))
    await collection.updateOne({}, { $set: { more: Long.fromNumber(1) } })
    expect(await collection.findOne({}, exact)).toEqual({ ...document, more: Long.fromNumber(1) })
  })
}
