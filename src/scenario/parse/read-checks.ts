import { isExpressionName } from '../../core/expression-name.ts'
import { childOf, entriesOf, entryOf, textOf, type YamlEntry, type YamlMapping } from '../../yaml/yaml-document.ts'
import { withNames } from '../expression/declarations.ts'
import type { Capture, Checks } from '../model.ts'
import { compileJsonPath } from './json-path.ts'
import { readRetrying } from './read-retrying.ts'
import { conditionsOf, optionalTemplate } from './read-values.ts'
import { readXPath } from './read-xpath.ts'
import { attempt, type Reading, report } from './reading.ts'
import type { Visible } from './visible-names.ts'

/** `eventually`, `during`, `never`, `expect`, `assert` and `capture` of a step that has an answer. */
export function readChecks(node: YamlMapping, visible: Visible, reading: Reading): Checks {
  const expect = optionalTemplate(childOf(node, 'expect'), visible.declarations, reading)
  const assert = childOf(node, 'assert')
  const withAnswer = assert && withNames(visible.declarations, [['answer', 'dyn']])
  return {
    ...readRetrying(node, visible, reading),
    ...(expect && { expect }),
    assert: withAnswer === undefined ? [] : conditionsOf(assert, withAnswer, reading),
    capture: readCaptures(node, reading),
  }
}

/** The names that a step gives to parts of its answer. */
export function readCaptures(node: YamlMapping, reading: Reading): Capture[] {
  return entriesOf(childOf(node, 'capture')).flatMap((entry) => readCapture(entry, node, reading) ?? [])
}

function readCapture({ key, keyPlace, value }: YamlEntry, step: YamlMapping, reading: Reading): Capture | undefined {
  checkName(key, keyPlace, 'captured value', reading)
  const header = textOf(childOf(value, 'header'))
  if (header !== undefined) {
    if (!httpVerbs.some((verb) => childOf(step, verb) !== undefined))
      report(reading, 'header', 'only an answer over HTTP has headers', value.place)
    return { name: key, place: keyPlace, header: header.toLowerCase(), source: header }
  }
  if (entryOf(value, 'xpath') !== undefined) return readXPath(key, keyPlace, value, step, reading)
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return undefined
  const select = attempt(reading, () => compileJsonPath(value))
  return select && { name: key, place: keyPlace, select, source: value.value }
}

const httpVerbs = ['get', 'post', 'put', 'patch', 'delete', 'graphql', 'soap'] as const

/** Reports a name that expressions could not read, or that would hide a system. */
export function checkName(name: string, place: YamlEntry['keyPlace'], kind: string, reading: Reading): void {
  const shown = name.slice(0, 60)
  if (Object.hasOwn(reading.outline.systems, name))
    report(reading, 'name-taken', `"${shown}" is the name of a system, and cannot name a ${kind} too`, place)
  else if (!isExpressionName(name))
    report(reading, 'name', `"${shown}" cannot name a ${kind}: it is no name, or one that is taken`, place)
}
