import { isExpressionName } from '../../core/expression-name.ts'
import { childOf, entriesOf, textOf, type YamlEntry, type YamlMapping } from '../../yaml/yaml-document.ts'
import { withNames } from '../expression/declarations.ts'
import type { Capture, Checks } from '../model.ts'
import { pollingOf } from './durations.ts'
import { compileJsonPath } from './json-path.ts'
import { conditionsOf, optionalTemplate } from './read-values.ts'
import { attempt, type Reading, report } from './reading.ts'
import type { Visible } from './visible-names.ts'

/** `eventually`, `expect`, `assert` and `capture` of a step that has an answer. */
export function readChecks(node: YamlMapping, visible: Visible, reading: Reading): Checks {
  const eventually = pollingOf(node, reading)
  const expect = optionalTemplate(childOf(node, 'expect'), visible.declarations, reading)
  const assert = childOf(node, 'assert')
  const withAnswer = assert && withNames(visible.declarations, [['answer', 'dyn']])
  return {
    ...(eventually && { eventually }),
    ...(expect && { expect }),
    assert: withAnswer === undefined ? [] : conditionsOf(assert, withAnswer, reading),
    capture: entriesOf(childOf(node, 'capture')).flatMap((entry) => readCapture(entry, node, reading) ?? []),
  }
}

function readCapture({ key, keyPlace, value }: YamlEntry, step: YamlMapping, reading: Reading): Capture | undefined {
  checkName(key, keyPlace, 'captured value', reading)
  const header = textOf(childOf(value, 'header'))
  if (header !== undefined) {
    if (!httpVerbs.some((verb) => childOf(step, verb) !== undefined))
      report(reading, 'header', 'only an answer over HTTP has headers', value.place)
    return { name: key, place: keyPlace, header: header.toLowerCase(), source: header }
  }
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return undefined
  const select = attempt(reading, () => compileJsonPath(value))
  return select && { name: key, place: keyPlace, select, source: value.value }
}

const httpVerbs = ['get', 'post', 'put', 'patch', 'delete'] as const

/** Reports a name that expressions could not read, or that would hide a system. */
export function checkName(name: string, place: YamlEntry['keyPlace'], kind: string, reading: Reading): void {
  const shown = name.slice(0, 60)
  if (Object.hasOwn(reading.outline.systems, name))
    report(reading, 'name-taken', `"${shown}" is the name of a system, and cannot name a ${kind} too`, place)
  else if (!isExpressionName(name))
    report(reading, 'name', `"${shown}" cannot name a ${kind}: it is no name, or one that is taken`, place)
}
