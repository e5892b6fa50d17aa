import type { ColumnTransform } from '../../core/rows/table-transform.ts'
import type { GeneralizeSettings } from '../../core/treatment/settings.ts'
import { bucketTransform } from '../forms/bucket.ts'
import { parseDecimal } from '../forms/decimal.ts'
import { momentTransform } from '../forms/moment-form.ts'
import { networkTransform } from '../forms/network.ts'
import { prefixTransform } from '../forms/prefix.ts'
import { truncateMoment } from '../forms/truncate-moment.ts'
import type { BuildContext, StrategyDefinition } from '../strategy.ts'

/** A less exact value: the bucket of a number, the month of a date, the beginning of a postcode, the network of an address. */
export const generalize: StrategyDefinition = {
  keepsUnique: () => false,
  fits: ['integer', 'float', 'decimal', 'date', 'timestamp', 'text', 'other'],
  check(settings, { column }) {
    const { bucket, to, prefix, network, fill } = settings as GeneralizeSettings
    const ways = Object.entries({ bucket, to, prefix, network }).filter(([, way]) => way !== undefined)
    const [way] = ways[0] ?? []
    if (ways.length !== 1 || way === undefined) return ['generalize needs one of bucket, to, prefix and network']
    if (!fitting[way]?.includes(column.kind)) return [`generalize with ${way} cannot be used on ${column.name}`]
    if (column.kind === 'other' && !/^(inet|cidr)$/.test(column.name)) return [`${column.name} holds no IP addresses`]
    if (column.labels !== undefined) return [`${column.name} takes only some values`]
    if (bucket !== undefined && (parseDecimal(String(bucket))?.units ?? 0n) <= 0n)
      return ['a bucket has to be larger than 0']
    if (bucket !== undefined && column.kind === 'integer' && !/^\d+$/.test(String(bucket)))
      return ['a bucket of whole numbers has to be one']
    if (to === 'hour' && column.kind === 'date') return ['a date has no hours']
    if (fill !== undefined && prefix === undefined) return ['fill goes with prefix']
    return fill !== undefined && [...fill].length !== 1 ? ['fill has to be one character'] : []
  },
  build(settings, context): ColumnTransform {
    return transformOf(settings as GeneralizeSettings, context)
  },
}

const fitting: Readonly<Record<string, readonly string[]>> = {
  bucket: ['integer', 'float', 'decimal'],
  to: ['date', 'timestamp', 'text'],
  prefix: ['text'],
  network: ['text', 'other'],
}

function transformOf(
  { bucket, to, prefix, network, fill }: GeneralizeSettings,
  context: BuildContext,
): ColumnTransform {
  if (bucket !== undefined) return bucketTransform(bucket, context)
  if (to !== undefined) return momentTransform(context, truncateMoment(to))
  if (prefix !== undefined) return prefixTransform(prefix, fill, context)
  return networkTransform(network ?? {}, context)
}
