import { isExpressionName } from '../../core/expression-name.ts'
import type { Declarations, DeclaredType, FieldType } from '../expression/declarations.ts'
import { withNames } from '../expression/declarations.ts'
import type { Reading } from './reading.ts'

/** The names that a step can read: those of the whole file, and what the steps before it left. */
export interface Visible {
  readonly declarations: Declarations
  /** The names of the whole file: variables, the run, systems. */
  readonly file: Declarations
  /** Captured values and loop items. */
  readonly values: ReadonlySet<string>
  /** The named steps whose answers can be read. */
  readonly steps: ReadonlySet<string>
}

const run = { fields: fieldsOf(['id', 'correlationId', 'seed', 'scenario'], 'string') }

/** What every expression of a file can read: its variables, the run and the systems. */
export function namesOfFile(variables: ReadonlyMap<string, FieldType>, reading: Reading): Visible {
  const names = new Map<string, DeclaredType>([
    ['vars', { fields: variables }],
    ['run', run],
  ])
  for (const [system, { fields }] of Object.entries(reading.outline.systems))
    if (isExpressionName(system)) names.set(system, { fields: fieldsOf(fields, 'string') })
  const { explanations, used } = reading
  return visibleOf({ names, explanations, onUse: (name) => void used.add(name) }, new Set(), new Set())
}

/** What can be read once more values and answers are there. */
export function withResults(visible: Visible, values: readonly string[], steps: readonly string[]): Visible {
  if (values.length === 0 && steps.length === 0) return visible
  return visibleOf(visible.file, new Set([...visible.values, ...values]), new Set([...visible.steps, ...steps]))
}

function visibleOf(file: Declarations, values: ReadonlySet<string>, steps: ReadonlySet<string>): Visible {
  const more = new Map<string, DeclaredType>([...values].filter(isExpressionName).map((value) => [value, 'dyn']))
  for (const name of file.names.keys()) more.delete(name)
  more.set('steps', { fields: fieldsOf(steps, 'dyn') })
  return { declarations: withNames(file, more), file, values, steps }
}

function fieldsOf(names: Iterable<string>, type: FieldType): ReadonlyMap<string, FieldType> {
  return new Map([...names].map((name) => [name, type]))
}
