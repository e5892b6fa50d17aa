import { keyedFunction } from '../../../src/core/keyed/keyed-function.ts'
import { appendText, type ByteSink, byteSink } from '../../../src/core/rows/byte-sink.ts'
import type { ColumnType, Value } from '../../../src/core/rows/column-type.ts'
import type { RowView } from '../../../src/core/rows/row-view.ts'
import { type ColumnTransform, wroteNull } from '../../../src/core/rows/table-transform.ts'
import { readTreatment } from '../../../src/core/treatment/read-treatment.ts'
import type { WrittenTreatment } from '../../../src/core/treatment/settings.ts'
import { canonicalText } from '../../../src/transform/forms/canonical-text.ts'
import type { ColumnContext, PersonaColumn, RowIdentity, Scan } from '../../../src/transform/strategy.ts'
import { buildTransform, checkTreatment, loadTreatment, prepareTreatment } from '../../../src/transform/treatments.ts'

/** A row that lies in memory as the stores' rows do: text as UTF-8, other values beside. */
export function rowOf(values: readonly Value[]): RowView {
  const sink = byteSink(64)
  const starts = new Int32Array(values.length)
  const ends = new Int32Array(values.length)
  for (const [field, value] of values.entries()) {
    starts[field] = value === null ? -1 : sink.length
    if (value !== null) appendText(sink, canonicalText(value))
    ends[field] = value === null ? -1 : sink.length
  }
  return {
    bytes: sink.bytes,
    starts,
    ends,
    appendText(field, out: ByteSink) {
      if (values[field] === null || values[field] === undefined) return false
      appendText(out, canonicalText(values[field]))
      return true
    },
    value: (field) => values[field] ?? null,
  }
}

export interface Trial {
  key?: number
  nullable?: boolean
  onInvalid?: 'replace' | 'null' | 'fail'
  /** The table's other columns; the one that is treated is `own`, and comes first. */
  others?: Readonly<Record<string, ColumnType>>
  identities?: Readonly<Record<string, RowIdentity>>
  personaColumns?: readonly PersonaColumn[]
  functions?: ColumnContext['functions']
  /** Runs the scans that preparations ask for. */
  scan?(scan: Scan): void
}

export interface Tried {
  transform: ColumnTransform | undefined
  invalid: string[]
}

function contextFor(column: ColumnType, trial: Trial = {}, invalid: string[] = []): ColumnContext {
  const columns: [string, ColumnType][] = [['own', column], ...Object.entries(trial.others ?? {})]
  return {
    place: 'erp.partner.own',
    column,
    nullable: trial.nullable ?? true,
    source: { system: 'erp', table: 'partner', column: 'own' },
    field(name) {
      const number = columns.findIndex(([known]) => known === name)
      const [, type] = columns[number] ?? []
      return type && { number, type }
    },
    keyed: keyedFunction(new Uint8Array(16).fill(trial.key ?? 7)).derive('columns'),
    identity: (name) => trial.identities?.[name],
    identities: Object.keys(trial.identities ?? {}),
    columnsOf: (attributes) => (trial.personaColumns ?? []).filter(({ attribute }) => attributes.includes(attribute)),
    functions: trial.functions ?? new Map(),
    prepared: new Map(),
    invalid: (reason) => {
      invalid.push(reason)
    },
  }
}

/** Checks, prepares and builds, as a clone does. Throws where the check finds something. */
export async function built(written: WrittenTreatment, column: ColumnType, trial: Trial = {}): Promise<Tried> {
  const sentences = await checked(written, column, trial)
  if (sentences.length > 0) throw new Error(sentences.join('; '))
  const invalid: string[] = []
  const context = contextFor(column, trial, invalid)
  const treatment = readTreatment(written, trial.onInvalid ?? 'replace')
  const prepared = new Map<string, unknown>()
  for (const preparation of prepareTreatment(treatment, context)) {
    for (const scan of preparation.scans) trial.scan?.(scan)
    prepared.set(preparation.key, preparation.result())
  }
  return { transform: buildTransform(treatment, { ...context, prepared }), invalid }
}

export async function checked(
  written: WrittenTreatment,
  column: ColumnType,
  trial: Trial = {},
): Promise<readonly string[]> {
  const treatment = readTreatment(written, trial.onInvalid ?? 'replace')
  await loadTreatment(treatment)
  return checkTreatment(treatment, contextFor(column, trial))
}

/** The replacement by way of values. */
export function byValue(transform: ColumnTransform | undefined, value: Value, ...others: Value[]): Value {
  return transform === undefined ? value : transform.value(rowOf([value, ...others]), 0, value)
}

/** The replacement by way of bytes, behind something that is there already. */
export function byText(transform: ColumnTransform | undefined, value: string, ...others: Value[]): string | null {
  const row = rowOf([value, ...others])
  const out = byteSink(4)
  appendText(out, 'before')
  if (transform?.text === undefined) throw new Error('the transform has no form for text')
  if (transform.text(row, 0, out) === wroteNull) return null
  const text = new TextDecoder('utf-8', { fatal: true }).decode(out.bytes.subarray(0, out.length))
  if (!text.startsWith('before')) throw new Error('what was written before has been changed')
  return text.slice('before'.length)
}

export const text: ColumnType = { kind: 'text', name: 'text' }
export const integer: ColumnType = { kind: 'integer', name: 'integer', range: [-2147483648n, 2147483647n] }
export const decimal: ColumnType = { kind: 'decimal', name: 'numeric(10,2)', precision: 10, scale: 2 }

export function varchar(maxLength: number): ColumnType {
  return { kind: 'text', name: `character varying(${maxLength})`, maxLength }
}

/** An identity that stands in the row. */
export function rowIdentity(number: number): RowIdentity {
  return {
    words: Int32Array.of(number, number + 1, number + 2, number + 3),
    code: new Int32Array(3),
    present: true,
    locale: 0,
    row: 0,
  }
}
