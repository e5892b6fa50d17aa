import type { Problem } from '../../core/error.ts'
import type { Json } from '../../core/json.ts'
import { suggestion } from '../../core/nearest.ts'
import type { Place } from '../../core/place.ts'
import {
  childOf,
  entriesOf,
  textOf,
  type YamlEntry,
  type YamlMapping,
  type YamlNode,
} from '../../yaml/yaml-document.ts'
import type { FieldType } from '../expression/declarations.ts'

export type VariableType = 'string' | 'integer' | 'number' | 'boolean'

/** A variable as the file declares it. */
export interface DeclaredVariable {
  name: string
  type: VariableType
  default?: string | number | boolean
  description?: string
  place: Place
}

const words: Record<VariableType, string> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
}

/** The types of the variables as expressions see them. */
export function variableFields(variables: readonly DeclaredVariable[]): ReadonlyMap<string, FieldType> {
  return new Map(variables.map(({ name, type }) => [name, fieldTypes[type]]))
}

const fieldTypes: Record<VariableType, FieldType> = {
  string: 'string',
  integer: 'double',
  number: 'double',
  boolean: 'bool',
}

/** The variables that a file declares, in its order. A bare value is a default, and its type that of the variable. */
export function declaredVariables(root: YamlMapping, problems: Problem[]): DeclaredVariable[] {
  return declarationsIn(childOf(childOf(root, 'given'), 'vars'), problems)
}

/** What a mapping declares: the variables of a scenario, or the parameters of a fragment. */
export function declarationsIn(node: YamlNode | undefined, problems: Problem[]): DeclaredVariable[] {
  return entriesOf(node).flatMap((entry) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,59}$/.test(entry.key))
      problems.push({
        code: 'scenario.variable-name',
        message: `"${entry.key.slice(0, 60)}" is no name for a variable, expected letters, digits and _`,
        place: entry.keyPlace,
      })
    return declaredVariable(entry, problems) ?? []
  })
}

function declaredVariable({ key, keyPlace, value }: YamlEntry, problems: Problem[]): DeclaredVariable | undefined {
  const declared = value.kind === 'mapping' ? textOf(childOf(value, 'type')) : undefined
  const node = value.kind === 'mapping' ? childOf(value, 'default') : value
  const initial = plainValue(node, problems)
  if (value.kind === 'mapping' && !isVariableType(declared)) return undefined
  if (value.kind !== 'mapping' && initial === undefined) return undefined
  const type = isVariableType(declared) ? declared : typeOf(initial ?? '')
  if (node !== undefined && initial !== undefined && !fits(initial, type))
    problems.push({ code: 'scenario.default', message: `expected ${words[type]} as default`, place: node.place })
  const description = textOf(childOf(value, 'description'))
  return {
    name: key,
    type,
    place: keyPlace,
    ...(initial !== undefined && { default: initial }),
    ...(description !== undefined && { description }),
  }
}

function plainValue(node: YamlNode | undefined, problems: Problem[]): string | number | boolean | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined
  if (typeof node.value === 'string' && node.value.includes('${{'))
    problems.push({
      code: 'scenario.default',
      message: 'the default of a variable is a plain value, it cannot hold an expression',
      place: node.place,
    })
  return node.value
}

function isVariableType(text: string | undefined): text is VariableType {
  return text !== undefined && Object.hasOwn(words, text)
}

function typeOf(value: string | number | boolean): VariableType {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'boolean'
  return Number.isInteger(value) ? 'integer' : 'number'
}

function fits(value: string | number | boolean, type: VariableType): boolean {
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}

/**
 * The variables' values: defaults, and what `--var` gives. Adds a problem for each `--var` that nothing declares, that
 * has the wrong type, and, when `complete` is asked for, for each variable that has no value.
 */
export function variableValues(
  declared: readonly DeclaredVariable[],
  given: Readonly<Record<string, string>>,
  complete: boolean,
  problems: Problem[],
): Record<string, Json> {
  for (const name of Object.keys(given))
    if (!declared.some((variable) => variable.name === name)) problems.push(unknownVariable(name, declared))
  const values: [string, Json][] = []
  for (const variable of declared) {
    const text = Object.hasOwn(given, variable.name) ? given[variable.name] : undefined
    const value = text === undefined ? variable.default : parsedValue(text, variable.type)
    if (value !== undefined) values.push([variable.name, value])
    else if (text !== undefined) problems.push(wrongValue(variable, text))
    else if (complete) problems.push(missingValue(variable))
  }
  return Object.fromEntries(values)
}

function parsedValue(text: string, type: VariableType): string | number | boolean | undefined {
  if (type === 'string') return text
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined
  const pattern = type === 'integer' ? /^[+-]?\d{1,16}$/ : /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/
  const value = pattern.test(text) ? Number(text) : Number.NaN
  return (type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)) ? value : undefined
}

function unknownVariable(name: string, declared: readonly DeclaredVariable[]): Problem {
  const hint = suggestion(
    name.slice(0, 60),
    declared.map((variable) => variable.name),
  )
  return { code: 'scenario.unknown-variable', message: `unknown variable --var ${name.slice(0, 60)}; ${hint}` }
}

function wrongValue({ name, type, place }: DeclaredVariable, text: string): Problem {
  const shown = text.length <= 30 ? `=${text}` : ''
  return { code: 'scenario.variable-type', message: `--var ${name}${shown}: expected ${words[type]}`, place }
}

function missingValue({ name, type, place }: DeclaredVariable): Problem {
  return {
    code: 'scenario.missing-variable',
    message: `missing --var ${name}: ${words[type]}, it has no default`,
    place,
    remedy: `Add --var ${name}=VALUE.`,
  }
}
