import { byteSink } from '../../core/rows/byte-sink.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import type { ScrubSettings } from '../../core/treatment/settings.ts'
import { textOf } from '../forms/utf8.ts'
import type { AttributeName } from '../personas/attributes.ts'
import type { BuildContext, Preparation, Scan } from '../strategy.ts'
import { type Lexicon, type LexiconClass, lexicon } from './lexicon.ts'

/** What a persona's attribute means to the lexicon; attributes that are not listed do not feed it. */
export const lexiconClasses: Readonly<Partial<Record<AttributeName, LexiconClass>>> = {
  firstName: 'firstName',
  lastName: 'name',
  patronymic: 'name',
  name: 'name',
  login: 'name',
  company: 'phrase',
  street: 'phrase',
  streetLine: 'phrase',
  phone: 'number',
  mobile: 'number',
  iban: 'number',
  vatId: 'number',
  taxNumber: 'number',
  nationalId: 'number',
  registerNumber: 'number',
  cardNumber: 'number',
  birthDate: 'date',
}

/** The class of an attribute that feeds the lexicon. */
export function lexiconClassOf(attribute: string): LexiconClass | undefined {
  return Object.hasOwn(lexiconClasses, attribute) ? lexiconClasses[attribute as AttributeName] : undefined
}

interface FeedingColumn {
  system: string
  table: string
  column: string
  as: LexiconClass
}

/** The columns whose values must not be mentioned. `system.table.column`; the table may hold its schema. */
function feedingColumns({ lexicon: named }: ScrubSettings, context: BuildContext): FeedingColumn[] {
  if (named !== undefined)
    return named.map((text) => {
      const [system = '', ...rest] = text.split('.')
      const parts = rest[0] === 'public' && rest.length > 2 ? rest.slice(1) : rest
      return { system, table: parts.slice(0, -1).join('.'), column: parts.at(-1) ?? '', as: 'name' }
    })
  return context.columnsOf(Object.keys(lexiconClasses)).map(({ system, table, column, attribute }) => {
    return { system, table, column, as: lexiconClassOf(attribute) ?? 'name' }
  })
}

export function lexiconKey(settings: ScrubSettings): string {
  return JSON.stringify(['scrub', ...(settings.lexicon ?? [])])
}

/** Walks through the feeding columns of all systems and collects their words. One lexicon serves all scrubbed columns. */
export function lexiconPreparation(settings: ScrubSettings, context: BuildContext): Preparation {
  const words: Lexicon = lexicon()
  const tables = Map.groupBy(feedingColumns(settings, context), ({ system, table }) => JSON.stringify([system, table]))
  return {
    key: lexiconKey(settings),
    scans: [...tables.values()].flatMap((columns) => scanOf(columns, words)),
    result: () => words,
  }
}

function scanOf(columns: readonly FeedingColumn[], words: Lexicon): Scan[] {
  const [first] = columns
  if (first === undefined) return []
  const sink = byteSink(256)
  return [
    {
      system: first.system,
      table: first.table,
      columns: columns.map(({ column }) => column),
      visit(row: RowView) {
        for (const [field, { as }] of columns.entries()) {
          sink.length = 0
          if (!row.appendText(field, sink)) continue
          words.add(textOf(sink.bytes, 0, Math.min(sink.length, longestValue)), as)
        }
      },
    },
  ]
}

/** In bytes: longer values are no names. */
const longestValue = 500
