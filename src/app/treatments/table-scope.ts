import type { KeyedFunction } from '../../core/keyed/keyed-function.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import type { ColumnTransform, TableTransform } from '../../core/rows/table-transform.ts'
import { parsePath } from '../../core/treatment/path.ts'
import { decidingField } from '../../policy/match-paths.ts'
import type { FieldPlan, TablePlan } from '../../policy/plan.ts'
import { findColumn, nameOf } from '../../policy/schemas.ts'
import { type OpenIdentity, openIdentity } from '../../transform/identities/open-identity.ts'
import type { ColumnContext, PersonaColumn, RowIdentity } from '../../transform/strategy.ts'
import type { InvalidCounter } from './invalid-values.ts'
import type { Registers } from './registers.ts'

/** What all tables have in common. */
export interface TreatmentScope {
  /** Of the policy's key. */
  keyed: KeyedFunction
  registers: Registers
  functions: ColumnContext['functions']
  prepared: ColumnContext['prepared']
  personaColumns: readonly PersonaColumn[]
  invalid: InvalidCounter
}

/** One table, or collection, while the transforms of its fields are made. */
export interface TableScope {
  fields: readonly FieldPlan[]
  contextOf(field: FieldPlan): ColumnContext
  /** `columns` are the transforms of `fields`; nothing is added to the scope afterwards. */
  transform(columns: readonly (ColumnTransform | undefined)[]): TableTransform
}

/** Stands for an identity whose lack has been told, so that no strategy tells it again. */
const nobody: RowIdentity = { words: new Int32Array(4), code: new Int32Array(3), present: false, locale: 0, row: 0 }

export function tableScope(plan: TablePlan, shared: TreatmentScope): TableScope {
  const { system, table, kind } = plan
  const located = new Set<number>()
  /** Paths that others read and that are no pattern of the policy: behind the patterns, with what decides about them. */
  const added: { field: FieldPlan; decidedBy: number }[] = []
  const opened = new Map<string, OpenIdentity>()
  const columnKey = shared.keyed.derive('columns')

  const numberOf = (name: string): number => {
    const all = [...plan.fields, ...added.map(({ field }) => field)]
    const known = all.findIndex((field) => field.name === name)
    if (known !== -1 || kind === 'postgres') return known
    const path = parsePath(name)
    const decidedBy = path === undefined ? -1 : decidingField(path, plan.fields)
    const decider = plan.fields[decidedBy]
    if (decider === undefined) return -1
    const type = findColumn(table, name)?.type ?? decider.type
    added.push({ field: { ...decider, name, type }, decidedBy })
    return all.length
  }

  const locate: ColumnContext['field'] = (name) => {
    const number = numberOf(name)
    if (number === -1) return undefined
    located.add(number)
    const field = plan.fields[number] ?? added[number - plan.fields.length]?.field
    return field && { number, type: field.type }
  }

  const open = (name: string): OpenIdentity | undefined => {
    const known = opened.get(name)
    const binding = plan.identities.get(name)
    if (known !== undefined || binding === undefined) return known
    const field = locate(binding.column)?.number
    if (field === undefined) return undefined
    const ownLocale = binding.locale === undefined ? undefined : locate(binding.locale)?.number
    const identity = openIdentity({
      name,
      keyed: shared.keyed,
      field,
      locale:
        ownLocale === undefined
          ? shared.registers.localeOf(name)
          : { default: shared.registers.defaultLocaleOf(name), field: ownLocale },
      ...(binding.through !== undefined && { through: shared.registers.get(binding.through) }),
    })
    opened.set(name, identity)
    return identity
  }

  return {
    fields: plan.fields,
    contextOf(field) {
      const place = nameOf(system, table, field.name)
      return {
        place,
        column: field.type,
        nullable: field.nullable,
        source: { system, table: table.name, column: field.name },
        field: locate,
        keyed: columnKey,
        identity: (name) => open(name) ?? (plan.keyless.has(name) ? nobody : undefined),
        identities: [...plan.identities.keys()],
        columnsOf: (attributes) => shared.personaColumns.filter(({ attribute }) => attributes.includes(attribute)),
        functions: shared.functions,
        prepared: shared.prepared,
        invalid: shared.invalid.counterOf(place),
      }
    },
    transform(own) {
      const columns = [...own, ...added.map(({ decidedBy }) => own[decidedBy])]
      const beginRow = beginOf([...opened.values()])
      if (kind === 'postgres') return { columns, beginRow }
      const fields = [...plan.fields, ...added.map(({ field }) => field)]
      const paths = fields.map(({ name, covers = 'leaf', type }, number) => {
        return { pattern: name, covers, type, ...(located.has(number) && { located: true }) }
      })
      return { columns, beginRow, paths }
    },
  }
}

/** Runs for each row: nothing is allocated. */
function beginOf(identities: readonly OpenIdentity[]): (row: RowView) => void {
  const [only] = identities
  if (only === undefined) return () => undefined
  if (identities.length === 1) return only.begin
  return (row) => {
    for (let index = 0; index < identities.length; index += 1) (identities[index] as OpenIdentity).begin(row)
  }
}
