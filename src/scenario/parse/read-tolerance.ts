import { entriesOf, type YamlNode } from '../../yaml/yaml-document.ts'
import { decimalOf } from '../match/decimal.ts'
import { type Reading, report } from './reading.ts'

/** How far numbers may be apart, by column, as decimal texts. */
export function readTolerance(node: YamlNode | undefined, reading: Reading): Record<string, string> {
  const read = entriesOf(node).flatMap(({ key, value }): [string, string][] => {
    if (value.kind !== 'scalar') return []
    const number = decimalOf(value.value)
    if (number !== undefined && number.units >= 0n) return [[key, String(number)]]
    report(reading, 'tolerance', 'expected a decimal number that is not below zero, such as 0.01', value.place)
    return []
  })
  return Object.fromEntries(read)
}
