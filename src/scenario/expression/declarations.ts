/** The type of a field or a name. Numbers of JSON are doubles, whole ones too; `dyn` is whatever is there at run time. */
export type FieldType = 'string' | 'double' | 'bool' | 'dyn'

/** What a name stands for: a single value, or a record whose fields are known. */
export type DeclaredType = FieldType | { readonly fields: ReadonlyMap<string, FieldType> }

/** The names that one expression can read. */
export interface Declarations {
  readonly names: ReadonlyMap<string, DeclaredType>
  /**
   * Why a name that exists in the file cannot be read here, by the name, or by `steps.NAME` for a step's answer.
   * Said instead of a suggestion.
   */
  readonly explanations: ReadonlyMap<string, string>
  /** Declarations that hold all names but the last ones; what was prepared for them is built upon. */
  readonly base?: Declarations
  /** Told of every name that an expression reads. */
  readonly onUse?: (name: string) => void
}

/** The same names and more of them; a name that is there already gets the new type. */
export function withNames(declarations: Declarations, more: Iterable<readonly [string, DeclaredType]>): Declarations {
  const added = new Map(more)
  const base = [...added.keys()].some((name) => declarations.names.has(name)) ? undefined : declarations
  const { explanations, onUse } = declarations
  return {
    names: new Map([...declarations.names, ...added]),
    explanations,
    ...(base && { base }),
    ...(onUse && { onUse }),
  }
}
