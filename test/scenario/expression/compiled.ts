import type { Declarations, DeclaredType, FieldType } from '../../../src/scenario/expression/declarations.ts'
import type { ExpressionText } from '../../../src/scenario/expression/expression-text.ts'
import { textWithin } from '../../../src/scenario/expression/expression-text.ts'
import { readYaml } from '../../../src/yaml/read-yaml.ts'
import { childOf, type YamlNode, type YamlScalar } from '../../../src/yaml/yaml-document.ts'

/** Declarations from a plain table: a type, or a record of types. */
export function declare(table: Record<string, FieldType | Record<string, FieldType>>): Declarations {
  const names = Object.entries(table).map(([name, type]): [string, DeclaredType] => [
    name,
    typeof type === 'string' ? type : { fields: new Map(Object.entries(type)) },
  ])
  return { names: new Map(names), explanations: new Map() }
}

/** The value of `a` in a file. */
export function valueIn(text: string): YamlNode {
  const node = childOf(readYaml('f.yaml', text).root, 'a')
  if (node === undefined) throw new Error('the file has no key a')
  return node
}

/** An expression as it would stand in a file, in double quotes, at 1:5. */
export function expressionIn(source: string): ExpressionText {
  const scalar = valueIn(`a: ${JSON.stringify(source)}`) as YamlScalar
  return textWithin(scalar, 0, source.length)
}
