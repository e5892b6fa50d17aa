import { appendBytes, ensureRoom } from '../../core/rows/byte-sink.ts'
import { type ColumnTransform, wroteValue } from '../../core/rows/table-transform.ts'
import type { MaskSettings } from '../../core/treatment/settings.ts'
import { fallbackOf } from '../forms/fallback.ts'
import { keyedDraw } from '../forms/keyed-draw.ts'
import { type MaskSign, maskSigns } from '../forms/mask-signs.ts'
import { textTransform } from '../forms/text-form.ts'
import { countCharacters, nextCharacter, sameBytes } from '../forms/utf8.ts'
import type { BuildContext, StrategyDefinition } from '../strategy.ts'

/** Text by a pattern, or with only its ends to be seen. */
export const mask: StrategyDefinition = {
  keepsUnique: () => false,
  fits: ['text'],
  check(settings, { column }) {
    const { pattern, first = 0, last = 0, with: sign = '*', length } = read(settings)
    const { maxLength = Number.POSITIVE_INFINITY, labels, name } = column
    if (labels !== undefined) return [`${name} takes only some values, and a masked one is none of them`]
    if (pattern === undefined) {
      const sentences = [...sign].length === 1 ? [] : ['`with` has to be one character']
      if (length !== undefined && first + last + length > maxLength) sentences.push(`the mask does not fit ${name}`)
      return sentences
    }
    const sentences: string[] = []
    const ends = settings as MaskSettings
    if (
      typeof settings === 'object' &&
      [ends.first, ends.last, ends.with, ends.length].some((one) => one !== undefined)
    )
      sentences.push('a pattern goes without first, last, with and length')
    const signs = maskSigns(pattern)
    if (signs.length === 0) sentences.push('the pattern is empty')
    if (signs.length > maxLength) sentences.push(`the pattern is longer than ${name}`)
    if (signs.length > 0 && signs.every(({ kind }) => kind === 'own')) sentences.push('the pattern hides nothing')
    return sentences
  },
  build(settings, context) {
    const read_ = read(settings)
    return read_.pattern === undefined ? maskEnds(read_, context) : maskByPattern(maskSigns(read_.pattern), context)
  },
}

function read(settings: unknown): MaskSettings {
  return typeof settings === 'string' ? { pattern: settings } : (settings as MaskSettings)
}

/** Text that is too short to hide as much as it shows is hidden as a whole. */
function maskEnds(
  { first = 0, last = 0, with: sign = '*', length }: MaskSettings,
  context: BuildContext,
): ColumnTransform {
  const stand = new TextEncoder().encode(sign)
  const fallback = fallbackOf(context)
  return textTransform(context, (bytes, start, end, out) => {
    const characters = countCharacters(bytes, start, end)
    if (characters === 0) return fallback.text(bytes, start, end, out, 'it is empty')
    const shows = characters >= 2 * (first + last)
    const from = out.length
    let tail = start
    let head = start
    if (shows) for (let count = 0; count < first; count++) head = nextCharacter(bytes, head, end)
    tail = head
    const hidden = shows ? characters - first - last : characters
    for (let count = 0; count < hidden; count++) tail = nextCharacter(bytes, tail, end)
    appendBytes(out, bytes, start, head)
    const written = length ?? hidden
    for (let count = 0; count < written; count++) appendBytes(out, stand, 0, stand.length)
    if (shows) appendBytes(out, bytes, tail, end)
    if (!sameBytes(out, from, bytes, start, end)) return wroteValue
    out.length = from
    return fallback.text(bytes, start, end, out, 'it looks like its mask')
  })
}

function maskByPattern(signs: readonly MaskSign[], context: BuildContext): ColumnTransform {
  const draw = keyedDraw(context.keyed, 'mask')
  const fallback = fallbackOf(context)
  const size = signs.length * 4
  return textTransform(context, (bytes, start, end, out) => {
    draw.seed(bytes, start, end)
    const from = out.length
    for (let attempt = 0; attempt < 4; attempt++) {
      ensureRoom(out, size)
      let own = start
      for (let index = 0; index < signs.length; index++) {
        const { kind, literal } = signs[index] as MaskSign
        const next = own < end ? nextCharacter(bytes, own, end) : own
        if (kind === 'literal') appendBytes(out, literal, 0, literal.length)
        else if (kind === 'own') {
          if (own < end) appendBytes(out, bytes, own, next)
        } else
          out.bytes[out.length++] =
            kind === 'digit' ? 0x30 + draw.below(10) : (kind === 'small' ? 0x61 : 0x41) + draw.below(26)
        own = next
      }
      if (!sameBytes(out, from, bytes, start, end)) return wroteValue
      out.length = from
    }
    return fallback.text(bytes, start, end, out, 'it looks like its mask')
  })
}
