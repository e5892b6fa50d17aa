import { type NameTable, overlaid } from './name-table.ts'

/** The type of a field or a name. Numbers of JSON are doubles, whole ones too; `dyn` is whatever is there at run time. */
export type FieldType = 'string' | 'double' | 'bool' | 'dyn'

/** A record whose fields are known. */
export interface RecordType {
  readonly fields: NameTable<FieldType>
  /** All fields are `dyn`: their names are checked, and nothing is known of their values. */
  readonly untyped?: true
}

/** What a name stands for: a single value, or a record. */
export type DeclaredType = FieldType | RecordType

/** The names that one expression can read. */
export interface Declarations {
  readonly names: NameTable<DeclaredType>
  /**
   * Why a name that exists in the file cannot be read here, by the name, or by `steps.NAME` for a step's answer.
   * Said instead of a suggestion.
   */
  readonly explanations: ReadonlyMap<string, string>
  /** Declarations that hold every name of which more than its being there is known; what was prepared for them serves here too. */
  readonly base?: Declarations
  /** Told of every name that an expression reads. */
  readonly onUse?: (name: string) => void
}

/** Whether nothing is known before a run of the values that a name stands for. */
export function isUntyped(type: DeclaredType): boolean {
  return type === 'dyn' || (typeof type === 'object' && type.untyped === true)
}

/** The same names and more of them; a name that is there already gets the new type. */
export function withNames(declarations: Declarations, more: Iterable<readonly [string, DeclaredType]>): Declarations {
  const added = new Map(more)
  const { explanations, onUse, base = declarations } = declarations
  const serves = [...added].every(([name, type]) => isUntyped(type) && !base.names.has(name))
  return {
    names: overlaid(declarations.names, added),
    explanations,
    ...(serves && { base }),
    ...(onUse && { onUse }),
  }
}
