import { appendText } from '../../core/rows/byte-sink.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import { type ColumnTransform, wroteValue } from '../../core/rows/table-transform.ts'
import type { ScrubSettings } from '../../core/treatment/settings.ts'
import { fallbackOf } from '../forms/fallback.ts'
import { textOf } from '../forms/utf8.ts'
import { firstNames, loadFirstNames } from '../scrub/first-names.ts'
import type { Lexicon } from '../scrub/lexicon.ts'
import { lexiconKey, lexiconPreparation } from '../scrub/lexicon-preparation.ts'
import { type NameSources, spansOfNames } from '../scrub/names.ts'
import { wordsOf } from '../scrub/normalize.ts'
import { type FindOwn, ownValues } from '../scrub/own-values.ts'
import { spansByForm } from '../scrub/patterns.ts'
import { withoutSpans } from '../scrub/span.ts'
import type { BuildContext, StrategyDefinition } from '../strategy.ts'

/** In characters: longer text is replaced as a whole. */
const longestText = 1_000_000

/** Free text without what is personal in it. Finds much, not all: docs/reference/strategies/scrub.md says what. */
export const scrub: StrategyDefinition = {
  keepsUnique: () => false,
  fits: ['text'],
  load: loadFirstNames,
  check(settings, { column }) {
    if (column.labels !== undefined) return [`${column.name} takes only some values, and is no free text`]
    const named = read(settings).lexicon ?? []
    return named
      .filter((name) => name.split('.').length < 3)
      .map((name) => `"${name}" is not the name of a column, expected SYSTEM.TABLE.COLUMN`)
  },
  prepare: (settings, context) => [lexiconPreparation(read(settings), context)],
  build: (settings, context) => scrubTransform(read(settings), context),
}

function read(settings: unknown): ScrubSettings {
  return typeof settings === 'object' ? (settings as ScrubSettings) : {}
}

function scrubTransform(settings: ScrubSettings, context: BuildContext): ColumnTransform {
  const sources: NameSources = {
    lexicon: context.prepared.get(lexiconKey(settings)) as Lexicon | undefined,
    firstNames: firstNames(),
    keep: new Set((settings.keep ?? []).flatMap((phrase) => wordsOf(phrase).map(({ normalized }) => normalized))),
  }
  const own = settings.as === 'markers' ? undefined : ownValues(context)
  const { maxLength } = context.column
  const fallback = fallbackOf(context)
  const reason = 'it is longer than a million characters'
  return {
    text(row, field, out) {
      const start = row.starts[field] as number
      const end = row.ends[field] as number
      if (end - start > longestText) return fallback.text(row.bytes, start, end, out, reason)
      appendText(out, scrubbed(textOf(row.bytes, start, end), row, sources, own, maxLength))
      return wroteValue
    },
    value(row, _field, value) {
      if (typeof value !== 'string') return fallback.value(value, 'it is not text')
      if (Buffer.byteLength(value) > longestText) return fallback.value(value, reason)
      return scrubbed(value, row, sources, own, maxLength)
    },
  }
}

/** Text in which nothing is found is given back as it is. */
function scrubbed(
  text: string,
  row: RowView,
  sources: NameSources,
  own: FindOwn | undefined,
  maxLength: number | undefined,
): string {
  const words = wordsOf(text)
  const spans = [
    ...(own?.(text, words, row) ?? []),
    ...spansByForm(text, sources.lexicon),
    ...spansOfNames(text, words, sources),
  ]
  if (spans.length === 0) return text
  const result = withoutSpans(text, spans)
  return maxLength === undefined || result.length <= maxLength ? result : [...result].slice(0, maxLength).join('')
}
