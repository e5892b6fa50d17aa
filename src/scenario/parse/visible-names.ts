import { isExpressionName } from '../../core/expression-name.ts'
import type { Declarations, DeclaredType, FieldType } from '../expression/declarations.ts'
import { grown, type NameTable, overlaid } from '../expression/name-table.ts'
import type { Reading } from './reading.ts'

/** The names that a step can read: those of the whole file, and what the steps before it left. */
export interface Visible {
  readonly declarations: Declarations
  /** The names of the whole file: variables, the run, systems. */
  readonly file: Declarations
  /** These, captured values and loop items. */
  readonly values: NameTable<DeclaredType>
  /** The named steps whose answers can be read. */
  readonly steps: NameTable<FieldType>
}

const run = { fields: fieldsOf(['id', 'correlationId', 'seed', 'scenario', 'directory'], 'string') }

/** What became of the operations of parallel lines: counts by the names of their steps, and each of them. */
const history: DeclaredType = { fields: fieldsOf(['ok', 'failed', 'unknown', 'operations'], 'dyn'), untyped: true }

/** What an expression can read that is needed before anything has started. */
export function varsAlone(fields: ReadonlyMap<string, FieldType>, { explanations, used }: Reading): Declarations {
  return { names: new Map([['vars', { fields }]]), explanations, onUse: (name) => void used.add(name) }
}

/** What every expression of a file can read: its variables, the run and the systems. */
export function namesOfFile(
  variables: ReadonlyMap<string, FieldType>,
  reading: Reading,
  owner: 'vars' | 'params' = 'vars',
): Visible {
  const names = new Map<string, DeclaredType>([
    [owner, { fields: variables }],
    ['run', run],
  ])
  for (const [system, { fields }] of Object.entries(reading.outline.systems))
    if (isExpressionName(system)) names.set(system, { fields: fieldsOf(fields, 'string') })
  const { explanations, used } = reading
  const file = { names, explanations, onUse: (name: string) => void used.add(name) }
  return visibleOf(file, names, new Map())
}

/** What can be read once more values and answers are there. */
export function withResults(visible: Visible, values: readonly string[], steps: readonly string[]): Visible {
  if (values.length === 0 && steps.length === 0) return visible
  const readable = values
    .filter((value) => value === 'history' || isExpressionName(value))
    .map((value): [string, DeclaredType] => [value, value === 'history' ? history : 'dyn'])
  return visibleOf(
    visible.file,
    grown(visible.values, readable),
    grown(
      visible.steps,
      steps.map((step) => [step, 'dyn'] as const),
    ),
  )
}

function visibleOf(file: Declarations, values: NameTable<DeclaredType>, steps: NameTable<FieldType>): Visible {
  const names = overlaid(values, new Map([['steps', { fields: steps, untyped: true }]]))
  return { declarations: { ...file, names, base: file }, file, values, steps }
}

function fieldsOf(names: Iterable<string>, type: FieldType): ReadonlyMap<string, FieldType> {
  return new Map([...names].map((name) => [name, type]))
}
