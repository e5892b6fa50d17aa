import { dateFromDays, formatDate, formatTime, parseDate, parseTime } from './calendar.ts'
import { type BinaryCodec, expectString, Misfit, type TextCodec } from './codec.ts'
import { appendBigInt64, appendInt32, readBigInt64, readInt32 } from './words.ts'

/** PostgreSQL counts from 2000-01-01. */
export const epochDays = 10957
export const epochMicroseconds = 946_684_800_000_000

const dayMicroseconds = 86_400_000_000n
const latestDay = 0x7fffffff
const earliestDay = -0x80000000
const latest = 2n ** 63n - 1n
const earliest = -(2n ** 63n)

export const date: BinaryCodec = {
  decode(bytes, start) {
    const days = readInt32(bytes, start)
    if (days === latestDay) return 'infinity'
    if (days === earliestDay) return '-infinity'
    return formatDate(dateFromDays(days + epochDays))
  },
  encode(value, out) {
    const text = expectString(value, 'a date as 2026-02-28')
    const days = text === 'infinity' ? latestDay : text === '-infinity' ? earliestDay : parseDate(text) - epochDays
    appendInt32(out, days)
  },
}

export const timestamp = timestampCodec('')
export const timestamptz = timestampCodec('Z')

function timestampCodec(suffix: '' | 'Z'): BinaryCodec {
  return {
    decode(bytes, start) {
      const moment = readBigInt64(bytes, start)
      if (moment === latest) return 'infinity'
      if (moment === earliest) return '-infinity'
      const time = ((moment % dayMicroseconds) + dayMicroseconds) % dayMicroseconds
      const days = Number((moment - time) / dayMicroseconds)
      return `${formatDate(dateFromDays(days + epochDays))}T${formatTime(Number(time))}${suffix}`
    },
    encode(value, out) {
      const text = expectString(value, expectedTimestamp)
      if (text === 'infinity') return appendBigInt64(out, latest)
      if (text === '-infinity') return appendBigInt64(out, earliest)
      const { day, time, offset } = splitTimestamp(text)
      const days = BigInt(parseDate(day) - epochDays)
      return appendBigInt64(out, days * dayMicroseconds + BigInt(parseTime(time) - (suffix === 'Z' ? offset : 0)))
    },
  }
}

const expectedTimestamp = 'a timestamp as 2026-02-28T13:45:00'

function splitTimestamp(text: string): { day: string; time: string; offset: number } {
  const parts = /^([+-]?\d+-\d\d-\d\d)(?:[T ]([\d:.]+?))?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?$/.exec(text)
  const [, day, time = '00:00:00', sign, hours = '0', minutes = '0'] = parts ?? []
  if (day === undefined) throw new Misfit(expectedTimestamp)
  const offset = (Number(hours) * 60 + Number(minutes)) * 60e6
  return { day, time, offset: sign === '-' ? -offset : offset }
}

/** `0044-03-15 BC` of the server is the year -43. */
function fromServer(day: string, isBefore: boolean): string {
  const [year = '', ...rest] = day.split('-')
  if (!isBefore) return day
  const number = 1 - Number(year)
  return [`${number < 0 ? '-' : ''}${String(-number).replace('-', '').padStart(4, '0')}`, ...rest].join('-')
}

function toServer(day: string): { day: string; suffix: string } {
  const parts = /^([+-]?\d+)(-\d\d-\d\d)$/.exec(day)
  const year = Number(parts?.[1])
  parseDate(day)
  return year > 0 ? { day, suffix: '' } : { day: `${String(1 - year).padStart(4, '0')}${parts?.[2]}`, suffix: ' BC' }
}

export const dateText: TextCodec = {
  parse: (text) => (text.endsWith('infinity') ? text : fromServer(text.replace(/ BC$/, ''), text.endsWith(' BC'))),
  format(value) {
    const text = expectString(value, 'a date as 2026-02-28')
    if (text === 'infinity' || text === '-infinity') return text
    const { day, suffix } = toServer(text)
    return day + suffix
  },
}

export const timestampText = timestampTextCodec('')
export const timestamptzText = timestampTextCodec('Z')

function timestampTextCodec(zone: '' | 'Z'): TextCodec {
  return {
    parse(text) {
      if (text.endsWith('infinity')) return text
      const [day = '', time = ''] = text.split(' ')
      return `${fromServer(day, text.endsWith(' BC'))}T${time.replace(/\+00$/, '')}${zone}`
    },
    format(value) {
      const text = expectString(value, expectedTimestamp)
      if (text === 'infinity' || text === '-infinity') return text
      const { day, time, offset } = splitTimestamp(text)
      if (zone === 'Z' && offset !== 0) throw new Misfit(`${expectedTimestamp}Z`)
      const server = toServer(day)
      return `${server.day} ${formatTime(parseTime(time))}${zone === 'Z' ? '+00' : ''}${server.suffix}`
    },
  }
}

export const time: BinaryCodec = {
  decode: (bytes, start) => formatTime(Number(readBigInt64(bytes, start))),
  encode: (value, out) => appendBigInt64(out, BigInt(parseTime(expectString(value, 'a time as 13:45:00')))),
}

/** With the offset in seconds to the west. */
export const timetz: BinaryCodec = {
  decode(bytes, start) {
    const west = readInt32(bytes, start + 8)
    const clock = formatTime(Math.abs(west) * 1e6).replace(/(:00){1,2}$/, '')
    return `${formatTime(Number(readBigInt64(bytes, start)))}${west > 0 ? '-' : '+'}${clock}`
  },
  encode(value, out) {
    const parts = /^([\d:.]+)(?:Z|([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?)?$/.exec(
      expectString(value, 'a time as 13:45:00+01'),
    )
    const [, clock, sign, hours = '0', minutes = '0', seconds = '0'] = parts ?? []
    if (clock === undefined) throw new Misfit('a time as 13:45:00+01')
    appendBigInt64(out, BigInt(parseTime(clock)))
    const offset = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
    appendInt32(out, sign === '-' ? offset : -offset)
  },
}
