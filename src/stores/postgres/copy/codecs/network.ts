import { isIPv4, isIPv6 } from 'node:net'
import { appendBytes, ensureRoom } from '../../../../core/rows/byte-sink.ts'
import { type BinaryCodec, expectString, Misfit } from './codec.ts'

const v4 = 2
const v6 = 3

/** Addresses as `inet_send` writes them: family, length of the prefix, whether it is a `cidr`, number of bytes, bytes. */
export const inet = addressCodec(0)
export const cidr = addressCodec(1)

function addressCodec(isNetwork: 0 | 1): BinaryCodec {
  return {
    decode(bytes, start, end) {
      const prefix = bytes[start + 1] as number
      const address = bytes.subarray(start + 4, end)
      const shown = bytes[start] === v4 ? address.join('.') : formatV6(address)
      return isNetwork === 1 || prefix !== address.length * 8 ? `${shown}/${prefix}` : shown
    },
    encode(value, out) {
      const [shown = '', prefix] = expectString(value, 'an IP address').split('/')
      const address = isIPv4(shown)
        ? Uint8Array.from(shown.split('.'), Number)
        : isIPv6(shown)
          ? parseV6(shown)
          : undefined
      const bits = prefix === undefined ? (address?.length ?? 0) * 8 : Number(prefix)
      if (address === undefined || !Number.isInteger(bits) || bits < 0 || bits > address.length * 8)
        throw new Misfit('an IP address')
      if (isNetwork === 1) clearHost(address, bits)
      appendBytes(out, Uint8Array.of(address.length === 4 ? v4 : v6, bits, isNetwork, address.length), 0, 4)
      appendBytes(out, address, 0, address.length)
    },
  }
}

/** A network has no bits behind its prefix. */
function clearHost(address: Uint8Array, bits: number): void {
  address.forEach((byte, index) => {
    address[index] = byte & (0xff00 >> Math.min(Math.max(bits - index * 8, 0), 8))
  })
}

/** As RFC 5952 writes it: the longest run of zero groups is left out, IPv4 addresses within are dotted. */
function formatV6(address: Uint8Array): string {
  const groups = Array.from(
    { length: 8 },
    (_, index) => ((address[index * 2] as number) << 8) | (address[index * 2 + 1] as number),
  )
  let best = { start: 0, length: 1 }
  for (let start = 0; start < 8; start += 1) {
    let length = 0
    while (start + length < 8 && groups[start + length] === 0) length += 1
    if (length > best.length) best = { start, length }
  }
  const dotted = address.slice(12).join('.')
  if (best.start === 0 && best.length === 6) return `::${dotted}`
  if (best.start === 0 && best.length === 5 && groups[5] === 0xffff) return `::ffff:${dotted}`
  const shown = groups.map((group) => group.toString(16))
  if (best.length < 2) return shown.join(':')
  return `${shown.slice(0, best.start).join(':')}::${shown.slice(best.start + best.length).join(':')}`
}

function parseV6(text: string): Uint8Array | undefined {
  if (text.includes('%')) return undefined
  const dotted = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number)
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
  })
  const [before = '', after] = dotted.split('::')
  const head = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail]
  return Uint8Array.from(
    groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]),
  )
}

/** Hardware addresses of 6 or 8 bytes. */
export function hardwareAddress(length: 6 | 8): BinaryCodec {
  return {
    decode: (bytes, start, end) =>
      Array.from(bytes.subarray(start, end), (byte) => byte.toString(16).padStart(2, '0')).join(':'),
    encode(value, out) {
      const digits = expectString(value, 'a hardware address').replace(/[:.-]/g, '')
      if (digits.length !== length * 2 || !/^[\da-f]+$/i.test(digits)) throw new Misfit('a hardware address')
      appendBytes(out, Buffer.from(digits, 'hex'), 0, length)
    },
  }
}

/** Bit strings: how many bits, then the bits from the left. */
export const bits: BinaryCodec = {
  decode(bytes, start, end) {
    const length = new DataView(bytes.buffer, bytes.byteOffset).getInt32(start)
    return Array.from(bytes.subarray(start + 4, end), (byte) => byte.toString(2).padStart(8, '0'))
      .join('')
      .slice(0, length)
  },
  encode(value, out) {
    const text = expectString(value, 'bits as 0101')
    if (!/^[01]*$/.test(text)) throw new Misfit('bits as 0101')
    const size = Math.ceil(text.length / 8)
    ensureRoom(out, 4 + size)
    new DataView(out.bytes.buffer, out.bytes.byteOffset).setInt32(out.length, text.length)
    for (let index = 0; index < size; index += 1)
      out.bytes[out.length + 4 + index] = Number.parseInt(text.slice(index * 8, index * 8 + 8).padEnd(8, '0'), 2)
    out.length += 4 + size
  },
}
