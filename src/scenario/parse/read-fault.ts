import type { FaultKind } from '../../core/fault-effect.ts'
import { type FaultKindDefinition, type FaultSite, faultKinds } from '../../core/fault-kinds.ts'
import { suggestion } from '../../core/nearest.ts'
import { childOf, entryOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import { type Declarations, type DeclaredType, type FieldType, withNames } from '../expression/declarations.ts'
import type { ClearFaultsStep, FaultPlan, RaiseFaultStep } from '../model/faults.ts'
import type { ScenarioStep } from '../model.ts'
import { lengthOf } from './durations.ts'
import { faultEffects } from './fault-effects.ts'
import { type FaultPlace, readFaultPlace } from './fault-place.ts'
import type { StepBase } from './read-single-step.ts'
import { conditionOf } from './read-values.ts'
import { type Reading, report } from './reading.ts'
import type { Visible } from './visible-names.ts'

type ReadSteps = (
  nodes: readonly YamlNode[],
  before: Visible,
  reading: Reading,
) => { steps: ScenarioStep[]; after: Visible }

/** The names of the faults that the steps of a file have started so far. */
const started = new WeakMap<Reading, Set<string>>()

/** A fault. What its own steps leave can be read behind it. */
export function readFault(
  value: YamlNode,
  base: StepBase,
  visible: Visible,
  reading: Reading,
  readSteps: ReadSteps,
): { step: RaiseFaultStep | undefined; after?: Visible } {
  const kindNode = childOf(value, 'kind')
  const kind = textOf(kindNode)
  const place = readFaultPlace(childOf(value, 'on'), reading)
  if (kindNode === undefined || kind === undefined || !isFaultKind(kind)) return { step: undefined }
  checkKind(kind, kindNode, place.site, reading)
  checkSettings(value, kind, place.site, reading)
  const fault = readPlan(value, kind, place, visible, reading)
  started.set(reading, new Set([...(started.get(reading) ?? []), fault.name]))
  const nested = childOf(value, 'steps')
  if (nested === undefined) return { step: { ...base, kind: 'fault', fault } }
  const { steps, after } = readSteps(itemsOf(nested), visible, reading)
  return { step: { ...base, kind: 'fault', fault, steps }, after }
}

export function readClear(value: YamlNode, base: StepBase, reading: Reading): ClearFaultsStep {
  const known = [...(started.get(reading) ?? [])]
  const nodes = value.kind === 'list' ? itemsOf(value) : [value]
  for (const node of nodes) {
    const name = textOf(node)
    if (name === undefined || known.includes(name)) continue
    const hint = known.length === 0 ? 'no step before this one starts one' : suggestion(name.slice(0, 60), known)
    report(reading, 'unknown-fault', `unknown fault "${name.slice(0, 60)}"; ${hint}`, node.place)
  }
  return { ...base, kind: 'clear', faults: nodes.flatMap((node) => textOf(node) ?? []) }
}

function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(faultKinds, text)
}

const siteWords: Record<FaultSite, string> = {
  http: 'a system over HTTP',
  tcp: 'a system over TCP',
  topic: 'a topic',
  group: 'a consumer group',
  store: 'the store of a system',
}

function checkKind(kind: FaultKind, node: YamlNode, site: FaultSite | undefined, reading: Reading): void {
  if (site === undefined || definitionOf(kind).on.includes(site)) return
  const possible = Object.keys(faultKinds).filter((one) => definitionOf(one as FaultKind).on.includes(site))
  const message = `"${kind}" cannot strike ${siteWords[site]}; what can: ${possible.join(', ')}`
  report(reading, 'fault-kind', message, node.place)
}

function definitionOf(kind: FaultKind): FaultKindDefinition {
  return faultKinds[kind]
}

const allSettings = new Set(Object.values(faultKinds).flatMap(({ settings }): readonly string[] => settings))
const selectors = ['match', 'times', 'after', 'probability']

function checkSettings(fault: YamlNode, kind: FaultKind, site: FaultSite | undefined, reading: Reading): void {
  const { settings, needs, selective } = definitionOf(kind)
  for (const key of allSettings) {
    const entry = entryOf(fault, key)
    const taken =
      settings.includes(key) && !(key === 'bytes' && site === 'store') && !(key === 'as' && isMute(kind, site))
    if (entry !== undefined && !taken)
      report(reading, 'fault', `"${key}" does not go with the kind "${kind}" here`, entry.keyPlace)
  }
  for (const key of needs)
    if (entryOf(fault, key) === undefined) report(reading, 'fault', `the kind "${kind}" needs "${key}"`, fault.place)
  for (const key of selectors) {
    const entry = entryOf(fault, key)
    if (entry === undefined) continue
    if (!selective)
      report(reading, 'fault', `"${kind}" lasts as long as the fault does, "${key}" has no meaning`, entry.keyPlace)
    else if (key === 'match' && site === 'tcp')
      report(reading, 'fault', 'bytes over TCP cannot be matched; use "after" and "times"', entry.keyPlace)
  }
}

/** Only over HTTP there is a choice of what becomes of a lost answer. */
function isMute(kind: FaultKind, site: FaultSite | undefined): boolean {
  return kind === 'lostAck' && site !== undefined && site !== 'http'
}

function readPlan(
  fault: YamlNode,
  kind: FaultKind,
  { target, site }: FaultPlace,
  visible: Visible,
  reading: Reading,
): FaultPlan {
  const declarations = site === undefined ? undefined : withSubject(visible.declarations, site)
  const match = declarations && conditionOf(childOf(fault, 'match'), declarations, reading)
  const number = (key: string): number | undefined => {
    const node = childOf(fault, key)
    return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined
  }
  const times = number('times')
  const duration = childOf(fault, 'for')
  const optional = childOf(fault, 'optional')
  return {
    name: textOf(childOf(fault, 'name')) ?? `${kind} on ${target.name}`,
    place: fault.place,
    on: target,
    effect: faultEffects[kind](fault, visible, reading),
    ...(match && { match }),
    after: number('after') ?? 0,
    ...(times !== undefined && { times }),
    probability: number('probability') ?? 1,
    ...(duration && { for: lengthOf(duration, reading) }),
    optional: optional?.kind === 'scalar' && optional.value === true,
  }
}

const subjects: Partial<Record<FaultSite, readonly [string, Record<string, FieldType>]>> = {
  http: ['request', { method: 'string', path: 'string', query: 'dyn', headers: 'dyn', body: 'dyn' }],
  topic: ['message', { topic: 'string', key: 'dyn', value: 'dyn', headers: 'dyn' }],
  group: ['message', { topic: 'string', key: 'dyn', value: 'dyn', headers: 'dyn' }],
  store: ['query', { text: 'string', params: 'dyn' }],
}

/** What a condition can read besides the names of the step. */
function withSubject(declarations: Declarations, site: FaultSite): Declarations {
  const subject = subjects[site]
  if (subject === undefined) return declarations
  const type: DeclaredType = { fields: new Map(Object.entries(subject[1])) }
  return withNames(declarations, [[subject[0], type]])
}
