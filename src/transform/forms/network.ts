import { isIPv4, isIPv6 } from 'node:net'
import type { ColumnTransform } from '../../core/rows/table-transform.ts'
import type { NetworkSettings } from '../../core/treatment/settings.ts'
import type { BuildContext } from '../strategy.ts'
import { valueTransform } from './text-form.ts'

/** IP addresses become the first address of their network; the length of a prefix behind `/` stays, if it is no longer. */
export function networkTransform({ ipv4 = 24, ipv6 = 48 }: NetworkSettings, context: BuildContext): ColumnTransform {
  return valueTransform(
    context,
    (text) => {
      const [address = '', length] = text.split('/')
      const four = isIPv4(address)
      if (!four && !isIPv6(address)) return undefined
      const bits = four ? ipv4 : ipv6
      const network = four ? zeroed4(address, bits) : zeroed6(address, bits)
      return length === undefined ? network : `${network}/${Math.min(Number(length), bits)}`
    },
    'it is not an IP address',
  )
}

function zeroed4(address: string, bits: number): string {
  const value = address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
  const kept = keepBits(value, 32, bits)
  return [24n, 16n, 8n, 0n].map((shift) => (kept >> shift) & 0xffn).join('.')
}

function zeroed6(address: string, bits: number): string {
  // An address that ends like one of IPv4 is beyond every network that is asked for: its last groups are dropped anyway.
  const [head = '', tail = ''] = address
    .replace(/%.*$/, '')
    .replace(/:\d+\.\d+\.\d+\.\d+$/, ':0:0')
    .split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail === '' ? [] : tail.split(':')
  const between = Array.from({ length: 8 - first.length - last.length }, () => '0')
  const value = [...first, ...between, ...last].reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n)
  const kept = keepBits(value, 128, bits)
  const groups = Array.from({ length: 8 }, (_, index) => ((kept >> BigInt(112 - index * 16)) & 0xffffn).toString(16))
  return groups.join(':').replace(/(^|:)0(:0)+$/, '::')
}

function keepBits(value: bigint, size: number, bits: number): bigint {
  const dropped = BigInt(size - bits)
  return (value >> dropped) << dropped
}
