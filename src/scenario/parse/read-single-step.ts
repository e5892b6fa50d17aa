import { childOf, entriesOf, itemsOf, textOf, type YamlMapping, type YamlNode } from '../../yaml/yaml-document.ts'
import { withNames } from '../expression/declarations.ts'
import type { ConsumeMessagesStep, PublishMessageStep, ReconcileSourcesStep, ScenarioStep } from '../model.ts'
import { advanceOf } from './durations.ts'
import { knownTopic } from './outline-names.ts'
import { readChecks } from './read-checks.ts'
import type { ControlVerb } from './read-control-step.ts'
import { readHttp } from './read-http.ts'
import { readLeeway } from './read-leeway.ts'
import { isProtocolVerb, protocolSteps } from './read-protocol-step.ts'
import { readQuery } from './read-query.ts'
import { readRetrying } from './read-retrying.ts'
import { conditionOf, conditionsOf, optionalTemplate, templateOf, templatesOf } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import type { StepVerb } from './step-verb.ts'
import type { Visible } from './visible-names.ts'

/** What all steps have in common. */
export type StepBase = Pick<ScenarioStep, 'name' | 'verb' | 'place' | 'condition' | 'timeout' | 'note' | 'asks'>

/** A step without steps in it; nothing when its shape is wrong, which the schema has told. */
export function readSingleStep(
  node: YamlMapping,
  value: YamlNode,
  verb: Exclude<StepVerb, 'parallel' | ControlVerb>,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): ScenarioStep | undefined {
  if (verb === 'advance') return { ...base, kind: 'advance', duration: advanceOf(node, reading) }
  if (verb === 'assert') return { ...base, kind: 'assert', assert: conditionsOf(value, visible.declarations, reading) }
  if (verb === 'reconcile') return readReconcile(node, value, base, visible, reading)
  if (verb === 'publish') return readPublish(node, value, base, visible, reading)
  if (verb === 'consume') return readConsume(node, value, base, visible, reading)
  if (verb === 'sql' || verb === 'mongo') {
    const query = readQuery(node, visible.declarations, reading)
    return query && { ...base, kind: 'query', query, ...readChecks(node, visible, reading) }
  }
  if (isProtocolVerb(verb)) return protocolSteps[verb](node, value, base, visible, reading)
  return readHttp(node, value, verb, base, visible, reading)
}

function readPublish(
  node: YamlMapping,
  publish: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): PublishMessageStep | undefined {
  const value = childOf(publish, 'value')
  const key = optionalTemplate(childOf(publish, 'key'), visible.declarations, reading)
  return (
    value && {
      ...base,
      kind: 'publish',
      topic: knownTopic(childOf(publish, 'topic'), reading),
      ...(key && { key }),
      value: templateOf(value, visible.declarations, reading),
      headers: templatesOf(childOf(publish, 'headers'), visible.declarations, reading),
      ...readChecks(node, visible, reading),
    }
  )
}

function readConsume(
  node: YamlMapping,
  consume: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): ConsumeMessagesStep {
  const key = optionalTemplate(childOf(consume, 'key'), visible.declarations, reading)
  const condition = childOf(consume, 'where')
  const where = condition && conditionOf(condition, withNames(visible.declarations, [['message', 'dyn']]), reading)
  const any = childOf(consume, 'any')
  return {
    ...base,
    kind: 'consume',
    topic: knownTopic(childOf(consume, 'topic'), reading),
    ...(key && { key }),
    ...(where && { where }),
    any: any?.kind === 'scalar' && any.value === true,
    ...readChecks(node, visible, reading),
  }
}

function readReconcile(
  node: YamlMapping,
  reconcile: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
): ReconcileSourcesStep {
  const sources = childOf(reconcile, 'sources')
  if (sources?.kind === 'mapping' && sources.entries.length < 2)
    report(reading, 'sources', 'expected at least two sources to compare', sources.place)
  return {
    ...base,
    kind: 'reconcile',
    ...readRetrying(node, visible, reading),
    ...readLeeway(reconcile, reading),
    key: itemsOf(childOf(reconcile, 'key')).flatMap((column) => textOf(column) ?? []),
    compare: itemsOf(childOf(reconcile, 'compare')).flatMap((column) => textOf(column) ?? []),
    sources: entriesOf(sources).flatMap(({ key, value }) => {
      const query = readQuery(value, visible.declarations, reading)
      return query ? [{ name: key, query }] : []
    }),
  }
}
