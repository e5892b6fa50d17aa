import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ColumnType } from '../../../src/core/rows/column-type.ts'
import { numberOfMoment } from '../../../src/transform/forms/moment.ts'
import { built, byText, byValue, checked, integer, rowIdentity, rowOf, text } from './trial.ts'

const date: ColumnType = { kind: 'date', name: 'date' }
const timestamp: ColumnType = { kind: 'timestamp', name: 'timestamp' }
const zoned: ColumnType = { kind: 'timestamp', name: 'timestamptz', zoned: true }
const day = 86_400_000

const isoDates = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9990-01-01'), noInvalidDate: true })
  .map((value) => value.toISOString().slice(0, 10))

describe('shift', () => {
  test('intervals within an identity survive, across columns, kinds and text', async () => {
    const customer = rowIdentity(9)
    const trial = { identities: { customer } }
    const [dates, moments, texts] = await Promise.all(
      [date, zoned, text].map((type) => built({ shift: { within: '45d' } }, type, trial)),
    )
    fc.assert(
      fc.property(isoDates, fc.integer({ min: 1, max: 1e6 }), (first, number) => {
        customer.words[0] = number
        const moved = Date.parse(String(byValue(dates?.transform, first))) - Date.parse(first)
        expect(Math.abs(moved) % day).toBe(0)
        expect(Math.abs(moved)).toBeGreaterThanOrEqual(day)
        expect(Math.abs(moved)).toBeLessThanOrEqual(45 * day)
        const at = `${first}T13:45:10.123456Z`
        const later = String(byValue(moments?.transform, at))
        expect(Date.parse(later) - Date.parse(at)).toBe(moved)
        expect(later.slice(-17)).toBe('T13:45:10.123456Z')
        expect(byText(texts?.transform, first)).toBe(byValue(dates?.transform, first))
      }),
    )
  })

  test('offsets are spread evenly, to both sides, and are never zero', async () => {
    const customer = rowIdentity(0)
    const { transform } = await built({ shift: { within: '3d' } }, date, { identities: { customer } })
    const counts = new Map<number, number>()
    for (let number = 0; number < 6_000; number++) {
      customer.words[1] = number
      const days = transform?.number?.(rowOf(['']), 0, 0) ?? 0
      counts.set(days, (counts.get(days) ?? 0) + 1)
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-3, -2, -1, 1, 2, 3])
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150)
  })

  test('infinity stays, years before 1 and beyond 9999 move, seconds move where they are asked for', async () => {
    const { transform } = await built({ shift: { within: '5d' } }, date)
    expect(byValue(transform, 'infinity')).toBe('infinity')
    expect(byValue(transform, '-infinity')).toBe('-infinity')
    expect(byValue(transform, '-0043-03-15')).toMatch(/^-0043-03-(1|20)/)
    expect(byValue(transform, '12026-06-15')).toMatch(/^12026-06-(1|2)/)
    const exact = await built({ shift: { within: '1h', precision: 'seconds' } }, timestamp)
    const moved = String(byValue(exact.transform, '1969-12-31T23:59:59.5'))
    const before = Date.parse('1969-12-31T23:59:59.5Z')
    expect(Math.abs(Date.parse(`${moved}Z`) - before)).toBeLessThanOrEqual(3_600_000)
    expect(moved.endsWith('.5')).toBe(true)
    expect(exact.transform?.number?.(rowOf(['']), 0, before * 1_000)).toBe(Date.parse(`${moved}Z`) * 1_000)
  })

  test.each(['', '31.12.2020', '2020-02-30', '2020-01-01T25:00:00', 'yesterday', '2020-1-1'])(
    'text that is no ISO date is replaced wholly: "%s"',
    async (value) => {
      const { transform, invalid } = await built({ shift: { within: '5d' } }, text)
      expect(byText(transform, value)).toMatch(/^[a-z2-7]{12}$/)
      expect(invalid).toEqual(['it is not an ISO 8601 date'])
    },
  )

  test('what does not fit is said before', async () => {
    expect(await checked({ shift: { within: '30 days' } }, date)).toEqual(['"30 days" is not a duration, such as 30d'])
    expect(await checked({ shift: { within: '5h' } }, date)).toEqual(['within has to be at least one day'])
    expect(await checked({ shift: { within: '30d', identity: 'customer' } }, date)).toEqual([
      'the identity "customer" does not stand in the rows of this table',
    ])
    const identities = { customer: rowIdentity(1), employee: rowIdentity(2) }
    expect(await checked({ shift: { within: '30d' } }, date, { identities })).toEqual([
      'several identities stand in the row, say which: customer, employee',
    ])
    expect(await checked({ shift: { within: '30d' } }, integer)).toEqual([
      'shift cannot be used on integer, only on date, timestamp, text',
    ])
  })
})

describe('generalize', () => {
  test.each([
    ['month', '2026-02-28', '2026-02-01'],
    ['quarter', '2026-12-31', '2026-10-01'],
    ['year', '2026-02-28', '2026-01-01'],
    ['decade', '1989-02-28', '1980-01-01'],
    ['century', '1989-02-28', '1900-01-01'],
    ['week', '2026-03-01', '2026-02-23'],
    ['week', '1969-12-31', '1969-12-29'],
    ['day', '2026-02-28', '2026-02-28'],
  ] as const)('the %s of %s is %s', async (to, given, expected) => {
    const { transform } = await built({ generalize: { to } }, date)
    expect(byValue(transform, given)).toBe(expected)
    const moment = await built({ generalize: { to } }, zoned)
    expect(byValue(moment.transform, `${given}T13:45:10.123456Z`)).toBe(`${expected}T00:00:00.000000Z`)
    expect(moment.transform?.number?.(rowOf(['']), 0, numberOfMoment('timestamp', `${given}T13:45:10.5Z`) ?? 0)).toBe(
      numberOfMoment('timestamp', `${expected}T00:00:00Z`),
    )
  })

  test('the hour of a time keeps its day', async () => {
    const { transform } = await built({ generalize: { to: 'hour' } }, text)
    expect(byText(transform, '2026-02-28 13:45')).toBe('2026-02-28 13:00')
  })

  test.each([
    ['10.1.2.3', '10.1.2.0'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::'],
    ['::1', '::'],
    ['10.1.2.3/32', '10.1.2.0/24'],
    ['::ffff:10.1.2.3', '::'],
  ])('the network of %s is %s', async (given, expected) => {
    const { transform } = await built({ generalize: { network: {} } }, text)
    expect(byValue(transform, given)).toBe(expected)
  })

  test('the beginning of a postcode, and what has no more than that', async () => {
    const { transform, invalid } = await built({ generalize: { prefix: 2, fill: '0' } }, text)
    expect(byText(transform, '10115')).toBe('10000')
    expect(byText(transform, 'Ää12')).toBe('Ää00')
    expect(byText(transform, '10')).toMatch(/^[a-z2-7]{12}$/)
    expect(invalid).toHaveLength(1)
  })

  test('buckets are exact, also below zero', async () => {
    const decimals: ColumnType = { kind: 'decimal', name: 'numeric' }
    const { transform } = await built({ generalize: { bucket: '0.25' } }, decimals)
    expect(byValue(transform, '90071992547409931.30')).toBe('90071992547409931.25')
    expect(byValue(transform, '-0.01')).toBe('-0.25')
    expect(byValue(transform, 'NaN')).toBe('NaN')
    const whole = await built({ generalize: { bucket: 100 } }, integer)
    expect(byValue(whole.transform, -1)).toBe(-100)
    expect(byValue(whole.transform, -2147483648)).toBe(-2147483648)
  })

  test('what does not fit is said before', async () => {
    expect(await checked({ generalize: {} }, date)).toEqual(['generalize needs one of bucket, to, prefix and network'])
    expect(await checked({ generalize: { bucket: 10 } }, date)).toEqual([
      'generalize with bucket cannot be used on date',
    ])
    expect(await checked({ generalize: { bucket: 0 } }, integer)).toEqual(['a bucket has to be larger than 0'])
    expect(await checked({ generalize: { to: 'hour' } }, date)).toEqual(['a date has no hours'])
  })
})
