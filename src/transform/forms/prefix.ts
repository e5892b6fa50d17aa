import { appendBytes } from '../../core/rows/byte-sink.ts'
import { type ColumnTransform, wroteValue } from '../../core/rows/table-transform.ts'
import type { BuildContext } from '../strategy.ts'
import { fallbackOf } from './fallback.ts'
import { textTransform } from './text-form.ts'
import { countCharacters, nextCharacter } from './utf8.ts'

/** Text becomes its first characters. Text that has no more than these is invalid: it would stay as it is. */
export function prefixTransform(length: number, fill: string | undefined, context: BuildContext): ColumnTransform {
  const stand = new TextEncoder().encode(fill ?? '')
  const fallback = fallbackOf(context)
  return textTransform(context, (bytes, start, end, out) => {
    let cut = start
    for (let count = 0; count < length && cut < end; count++) cut = nextCharacter(bytes, cut, end)
    if (cut === end) return fallback.text(bytes, start, end, out, 'it is not longer than the prefix')
    appendBytes(out, bytes, start, cut)
    if (stand.length === 0) return wroteValue
    for (let left = countCharacters(bytes, cut, end); left > 0; left--) appendBytes(out, stand, 0, stand.length)
    return wroteValue
  })
}
