import type { ColumnType } from '../../core/rows/column-type.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import { readTreatment, treatmentObjection } from '../../core/treatment/read-treatment.ts'
import type { TemplatePart, TemplateSettings, TreatmentWord } from '../../core/treatment/settings.ts'
import type { Treatment } from '../../core/treatment/treatment.ts'
import { canonicalText } from '../forms/canonical-text.ts'
import { type TemplatePiece, templatePieces } from '../forms/template-pieces.ts'
import { stringTransform } from '../forms/text-form.ts'
import type { BuildContext, Preparation, StrategyDefinition } from '../strategy.ts'

/** Text made of parts: other treatments of the value, personas' attributes, other columns under a treatment of their own. */
export const template: StrategyDefinition = {
  keepsUnique: () => false,
  fits: ['text'],
  within: (settings, onInvalid) => partsOf(settings, onInvalid).flatMap(({ treatment }) => treatment ?? []),
  check(settings, context) {
    const { text, parts = {} } = read(settings)
    const { labels, name } = context.column
    const sentences = labels === undefined ? [] : [`${name} takes only some values, and composed text is none of them`]
    const pieces = templatePieces(text)
    if (pieces === undefined) return [...sentences, 'a brace of the template is not closed; write {{ and }} for braces']
    const used = new Set(pieces.flatMap(({ kind, text: part }) => (kind === 'part' ? [part] : [])))
    for (const part of Object.keys(parts)) if (!used.has(part)) sentences.push(`the part "${part}" is not used`)
    for (const { part, column, treatment, objection } of partsOf(settings, context.onInvalid)) {
      const type = column === undefined ? plainText : context.field(column)?.type
      if (type === undefined) sentences.push(`part "${part}": there is no column "${column}" in the table`)
      else if (treatment === undefined) sentences.push(`part "${part}": ${objection}`)
      else sentences.push(...context.checkNested(treatment, type).map((one) => `part "${part}": ${one}`))
    }
    return sentences
  },
  prepare: (settings, context) =>
    partsOf(settings, context.onInvalid).flatMap(({ column, treatment }): readonly Preparation[] => {
      const type = column === undefined ? plainText : context.field(column)?.type
      return treatment === undefined || type === undefined ? [] : context.prepareNested(treatment, type)
    }),
  build(settings, context) {
    const makers = new Map(partsOf(settings, context.onInvalid).map((part) => [part.part, makerOf(part, context)]))
    const pieces = templatePieces(read(settings).text) ?? []
    const { maxLength } = context.column
    return stringTransform(
      context,
      (own, row, field) => {
        let text = ''
        for (const piece of pieces)
          text += piece.kind === 'literal' ? piece.text : (makers.get(piece.text)?.(row, field, own) ?? '')
        if (text === own) return undefined
        return maxLength === undefined || text.length <= maxLength ? text : [...text].slice(0, maxLength).join('')
      },
      'the composed text is the value itself',
    )
  },
}

/** A text of any length: what the template makes is cut afterwards. */
const plainText: ColumnType = { kind: 'text', name: 'text' }

type MakePart = (row: RowView, field: number, own: string) => string

function read(settings: unknown): TemplateSettings {
  return typeof settings === 'string' ? { text: settings } : (settings as TemplateSettings)
}

interface ReadPart {
  part: string
  /** The column whose value is used, if it is another one. */
  column?: string
  treatment?: Treatment
  /** Why there is no treatment. */
  objection?: string
}

function partsOf(settings: unknown, onInvalid: Treatment['onInvalid']): ReadPart[] {
  const { text, parts = {} } = read(settings)
  const used = (templatePieces(text) ?? []).filter(({ kind }: TemplatePiece) => kind === 'part')
  return [...new Set(used.map(({ text: part }) => part))].map((part): ReadPart => {
    const named: TemplatePart | undefined = Object.hasOwn(parts, part) ? parts[part] : undefined
    const [identity = '', attribute, ...more] = part.split('.')
    const written = named?.as ?? (attribute !== undefined && more.length === 0 ? { [identity]: attribute } : part)
    const objection = treatmentObjection(written)
    const of = named?.column === undefined ? {} : { column: named.column }
    if (objection !== undefined) return { part, ...of, objection: `it ${objection}, and is none of \`parts\`` }
    return { part, ...of, treatment: readTreatment(written as TreatmentWord, onInvalid) }
  })
}

function makerOf({ column, treatment }: ReadPart, context: BuildContext): MakePart {
  const other = column === undefined ? undefined : context.field(column)
  const transform = treatment && context.nested(treatment, other?.type ?? plainText)
  return (row, field, own) => {
    const from = other?.number ?? field
    const value = other === undefined ? own : row.value(other.number)
    const made = value === null ? null : transform === undefined ? value : transform.value(row, from, value)
    return made === null || made === undefined ? '' : canonicalText(made)
  }
}
