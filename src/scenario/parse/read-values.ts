import type { YamlNode } from '../../yaml/yaml-document.ts'
import { entriesOf, itemsOf } from '../../yaml/yaml-document.ts'
import { compileExpression } from '../expression/compile-expression.ts'
import { compileTemplate, type Insert } from '../expression/compile-template.ts'
import type { Declarations } from '../expression/declarations.ts'
import { wholeText } from '../expression/expression-text.ts'
import type { Expression, Template } from '../model.ts'
import { attempt, type Reading } from './reading.ts'

/** A tree that may hold expressions; stands for nothing when problems were found, which are kept. */
export function templateOf(node: YamlNode, declarations: Declarations, reading: Reading, insert?: Insert): Template {
  return (
    attempt(reading, () => compileTemplate(node, declarations, insert)) ?? { place: node.place, render: () => null }
  )
}

export function optionalTemplate(
  node: YamlNode | undefined,
  declarations: Declarations,
  reading: Reading,
): Template | undefined {
  return node === undefined ? undefined : templateOf(node, declarations, reading)
}

/** A template for each key. */
export function templatesOf(
  node: YamlNode | undefined,
  declarations: Declarations,
  reading: Reading,
): Record<string, Template> {
  return Object.fromEntries(
    entriesOf(node).map(({ key, value }) => [key, templateOf(value, declarations, reading)] as const),
  )
}

/** An expression that is true or false. */
export function conditionOf(
  node: YamlNode | undefined,
  declarations: Declarations,
  reading: Reading,
): Expression | undefined {
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined
  return attempt(reading, () => compileExpression(wholeText(node), declarations, 'truth'))
}

/** One such expression, or a list of them. */
export function conditionsOf(node: YamlNode | undefined, declarations: Declarations, reading: Reading): Expression[] {
  const nodes = node?.kind === 'list' ? itemsOf(node) : [node]
  return nodes.flatMap((item) => conditionOf(item, declarations, reading) ?? [])
}
