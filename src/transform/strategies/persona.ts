import { appendText, byteSink, ensureRoom } from '../../core/rows/byte-sink.ts'
import type { ColumnType, ValueKind } from '../../core/rows/column-type.ts'
import { type ColumnTransform, wroteNull, wroteValue } from '../../core/rows/table-transform.ts'
import type { PersonaSettings } from '../../core/treatment/settings.ts'
import { canonicalText } from '../forms/canonical-text.ts'
import { cutCharacters, textOf } from '../forms/utf8.ts'
import { type Attribute, type AttributeName, attributeNames, attributes } from '../personas/attributes.ts'
import { loadLocales } from '../personas/locale-data.ts'
import { birthDayOf, type Persona, sexOf } from '../personas/persona.ts'
import { rowPersona } from '../personas/row-persona.ts'
import type { BuildContext, RowIdentity, StrategyDefinition } from '../strategy.ts'
import { numberTransform } from './persona-number.ts'

/** An attribute of the made-up person or company that stands in for whoever the row is about. */
export const persona: StrategyDefinition = {
  keepsUnique: (settings) => {
    const { attribute } = settings as PersonaSettings
    return attribute === 'number' || attributeOf(attribute)?.unique === true
  },
  fits: ['text', 'integer', 'decimal', 'uuid', 'date', 'timestamp', 'other'],
  load: loadLocales,
  check(settings, { column, identity }) {
    const { attribute, identity: name } = settings as PersonaSettings
    if (!isAttribute(attribute))
      return [`a persona has no attribute ${attribute.slice(0, 60)}, only ${attributeNames.join(', ')}`]
    const sentences: string[] = []
    if (attribute !== 'number' && identity(name) === undefined)
      sentences.push(`nothing in its table says which ${name} a row is about`)
    const kinds = kindsOf(attribute)
    if (!kinds.includes(column.kind))
      sentences.push(`${attribute} cannot be used on ${column.name}, only on ${kinds.join(', ')}`)
    else if (attribute === 'number' && column.kind === 'decimal' && (column.scale ?? 0) > 0)
      sentences.push('number is for whole numbers')
    if (column.labels !== undefined && !(attribute === 'sex' && sexLabels(column) !== undefined))
      sentences.push(`${column.name} takes only some values, and ${attribute} is none of them`)
    const least = attributeOf(attribute)?.least ?? 0
    if (column.kind === 'text' && column.labels === undefined && (column.maxLength ?? least) < least)
      sentences.push(`${column.name} is too short for ${attribute}, which takes ${least} characters at least`)
    return sentences
  },
  build(settings, context) {
    const { attribute, identity: name } = settings as PersonaSettings
    if (attribute === 'number') return numberTransform(name, context)
    const identity = context.identity(name)
    const found = attributeOf(attribute)
    if (identity === undefined || found === undefined) throw new TypeError(`${context.place} has not been checked`)
    return attributeTransform(attribute as AttributeName, found, name, identity, context)
  },
}

function attributeTransform(
  name: AttributeName,
  { put, shorter }: Attribute,
  identityName: string,
  identity: RowIdentity,
  context: BuildContext,
): ColumnTransform {
  const { column } = context
  const current = rowPersona(context.keyed, identityName, identity)
  const most = column.maxLength ?? Number.MAX_SAFE_INTEGER
  const isCut = shorter === 'cut'
  const input = byteSink(256)
  const output = byteSink(512)
  const labels = name === 'sex' ? sexLabels(column) : undefined
  /** Where the identity is missing, the value itself stands for it. */
  const setByValue = (value: unknown) => {
    input.length = 0
    if (!identity.present) appendText(input, canonicalText(value))
    return current(input.bytes, 0, input.length)
  }
  if (column.kind === 'date' || column.kind === 'timestamp') return birthTransform(setByValue, column)
  if (column.kind === 'integer') {
    /** ISO/IEC 5218: 1 for men, 2 for women. */
    return {
      number: (_row, _field, value) => 2 - sexOf(setByValue(value)),
      value: (_row, _field, value) => (value === null ? null : 2 - sexOf(setByValue(value))),
    }
  }
  return {
    text(row, field, out) {
      const persona = current(row.bytes, row.starts[field] as number, row.ends[field] as number)
      const start = out.length
      ensureRoom(out, 256)
      put(persona, out, most)
      if (isCut) cutCharacters(out, start, most)
      return out.length === start && context.nullable ? wroteNull : wroteValue
    },
    value(_row, _field, value) {
      if (value === null) return null
      const persona = setByValue(value)
      if (labels !== undefined) return labels[sexOf(persona)]
      output.length = 0
      put(persona, output, most)
      if (isCut) cutCharacters(output, 0, most)
      return output.length === 0 && context.nullable ? null : textOf(output.bytes, 0, output.length)
    },
  }
}

const dayLength = 86_400_000

function birthTransform(setByValue: (value: unknown) => Persona, column: ColumnType): ColumnTransform {
  const isDate = column.kind === 'date'
  const time = isDate ? '' : `T00:00:00${column.zoned === true ? 'Z' : ''}`
  return {
    number: (_row, _field, value) => birthDayOf(setByValue(value)) * (isDate ? 1 : dayLength * 1000),
    value: (_row, _field, value) =>
      value === null ? null : new Date(birthDayOf(setByValue(value)) * dayLength).toISOString().slice(0, 10) + time,
  }
}

function isAttribute(name: string): name is AttributeName {
  return (attributeNames as readonly string[]).includes(name)
}

function attributeOf(name: string): Attribute | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name as keyof typeof attributes] : undefined
}

function kindsOf(attribute: AttributeName): readonly ValueKind[] {
  if (attribute === 'number') return ['text', 'integer', 'decimal', 'uuid']
  if (attribute === 'birthDate') return ['text', 'date', 'timestamp']
  if (attribute === 'sex') return ['text', 'integer', 'other']
  return ['text', 'other']
}

/** The labels of an enumeration that stand for a woman and a man. */
function sexLabels({ labels }: ColumnType): readonly [string, string] | undefined {
  const female = labels?.find((label) => /^(f|w|k|female|woman|weiblich|frau|femmina|kobieta|ms|mrs)$/i.test(label))
  const male = labels?.find((label) => /^(m|male|man|männlich|mann|herr|maschio|mężczyzna|mr)$/i.test(label))
  return female === undefined || male === undefined ? undefined : [female, male]
}
