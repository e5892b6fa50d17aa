import type { RowView } from '../../core/rows/row-view.ts'
import type { ColumnTransform } from '../../core/rows/table-transform.ts'
import { canonicalText } from '../forms/canonical-text.ts'
import type { BuildContext } from '../strategy.ts'
import { lexiconClasses, lexiconClassOf } from './lexicon-preparation.ts'
import { type Word, wordsOf } from './normalize.ts'
import type { Span } from './span.ts'

/** Finds what the row's own columns say in its text, and puts the row's persona in its place. */
export type FindOwn = (text: string, words: readonly Word[], row: RowView) => Span[]

interface OwnColumn {
  number: number
  /** What becomes of that column. */
  transform: ColumnTransform | undefined
  asWords: boolean
}

const shortest = 3

/** `undefined` where no column of the table holds such values. */
export function ownValues(context: BuildContext): FindOwn | undefined {
  const columns = context.columnsOf([...Object.keys(lexiconClasses), 'email']).flatMap((column): OwnColumn[] => {
    const { system, table, identity, attribute } = column
    if (system !== context.source.system || table !== context.source.table) return []
    const field = context.field(column.column)
    if (field === undefined) return []
    const treatment = { strategy: 'persona', settings: { identity, attribute }, onInvalid: context.onInvalid }
    const asWords = ['name', 'phrase'].includes(lexiconClassOf(attribute) ?? '')
    return [{ number: field.number, transform: context.nested(treatment, field.type), asWords }]
  })
  if (columns.length === 0) return undefined
  return (text, words, row) =>
    columns.flatMap(({ number, transform, asWords }) => {
      const own = row.value(number)
      if (typeof own !== 'string' || own.length < shortest || transform === undefined) return []
      const find = asWords ? wordSpans : textSpans
      const found = find(text, words, own)
      if (found.length === 0) return []
      const made = transform.value(row, number, own)
      const replacement = made === null || made === undefined ? '[name]' : canonicalText(made)
      return found.map((span) => ({ ...span, replacement: partOf(replacement, own, span) }))
    })
}

interface Found {
  start: number
  end: number
  /** Which word of the own value was found; all of them when it is not said. */
  word?: number
}

function textSpans(text: string, _words: readonly Word[], own: string): Found[] {
  const spans: Found[] = []
  const within = text.toLowerCase()
  const sought = own.toLowerCase()
  // Case may change a text's length: then there is nothing to find by position.
  if (within.length !== text.length) return []
  for (let at = within.indexOf(sought); at >= 0; at = within.indexOf(sought, at + sought.length))
    spans.push({ start: at, end: at + sought.length })
  return spans
}

/** The whole value word by word, or one of its words with a capital letter. */
function wordSpans(_text: string, words: readonly Word[], own: string): Found[] {
  const sought = wordsOf(own).map(({ stem }) => stem)
  const spans: Found[] = []
  for (let at = 0; at < words.length; at++) {
    const first = words[at] as Word
    const all = sought.length > 0 && sought.every((stem, offset) => words[at + offset]?.stem === stem)
    if (all) {
      spans.push({ start: first.start, end: (words[at + sought.length - 1] as Word).end })
      at += sought.length - 1
      continue
    }
    const word = sought.indexOf(first.stem)
    if (word >= 0 && first.capital && (sought[word] ?? '').length >= shortest)
      spans.push({ start: first.start, end: first.end, word })
  }
  return spans
}

/** The word of the stand-in at the same place, where both have as many words. */
function partOf(replacement: string, own: string, { word }: Found): string {
  if (word === undefined) return replacement
  const parts = replacement.split(/\s+/)
  return parts.length === own.trim().split(/\s+/).length ? (parts[word] ?? '[name]') : '[name]'
}
