import { type Problem, usageError } from '../core/error.ts'
import type { Place } from '../core/place.ts'
import { readTreatment, strategyNames } from '../core/treatment/read-treatment.ts'
import type { WrittenTreatment } from '../core/treatment/settings.ts'
import type { OnInvalid, Treatment } from '../core/treatment/treatment.ts'
import { packagedSchema } from '../yaml/json-schema.ts'
import { sortedByPlace } from '../yaml/problem-order.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import { validate } from '../yaml/validate.ts'
import {
  childOf,
  entriesOf,
  itemsOf,
  jsonOf,
  textOf,
  type YamlEntry,
  type YamlMapping,
  type YamlNode,
} from '../yaml/yaml-document.ts'
import type { ColumnName, Policy, TableRules } from './policy.ts'
import { policyHash } from './policy-hash.ts'
import { readIdentities } from './read-identities.ts'
import { readColumnName, readTableName } from './read-names.ts'
import { treatmentProblems } from './treatment-problems.ts'

const strategies: ReadonlySet<string> = new Set([...strategyNames, 'persona', 'onInvalid'])

/**
 * Reads policy.yaml. Nothing is said yet about whether it fits what the stores hold: `planTreatments` does.
 *
 * Throws usage errors, all that were found, in the order of the file: `yaml.*` and `policy.*`.
 */
export function readPolicy(text: string, file: string): Policy {
  const document = readYaml(file, text)
  const { root } = document
  const problems = namedProblems(root)
  const placed = new Set(problems.map(({ place }) => spot(place)))
  // What is no treatment differs from the schema, too; it is said once.
  const schemaProblems = validate(document, packagedSchema('policy'), 'policy')
  problems.push(...schemaProblems.filter(({ place }) => !placed.has(spot(place))))
  if (problems.length > 0) throw usageError(sortedByPlace(problems))
  const policy = policyOf(file, root, problems)
  if (problems.length > 0) throw usageError(sortedByPlace(problems))
  return policy
}

function namedProblems(root: YamlMapping): Problem[] {
  const identities = entriesOf(childOf(root, 'identities')).map(({ key }) => key)
  return entriesOf(childOf(root, 'columns')).flatMap(({ value }) =>
    entriesOf(value).flatMap((rule) => treatmentProblems(rule.value, identities)),
  )
}

function spot(place: Place | undefined): string {
  return `${place?.line}:${place?.column}`
}

function policyOf(file: string, root: YamlMapping, problems: Problem[]): Policy {
  const onInvalid = (textOf(childOf(root, 'onInvalid')) ?? 'replace') as OnInvalid
  const links = itemsOf(childOf(root, 'links')).map((set) => readLink(set, problems))
  const identities = readIdentities(root, strategies, problems)
  const tables = entriesOf(childOf(root, 'columns')).flatMap((entry) => readTable(entry, onInvalid, problems))
  problems.push(...twice(tables))
  return { file, identities, links, tables, onInvalid, hash: policyHash(jsonOf(root)) }
}

function readLink(set: YamlNode, problems: Problem[]): ColumnName[] {
  if (itemsOf(set).length < 2)
    problems.push({ code: 'policy.link', message: 'a link needs two columns at least', place: set.place })
  return itemsOf(set).flatMap((item) => readColumnName(textOf(item) ?? '', item.place, problems) ?? [])
}

function readTable({ key, keyPlace, value }: YamlEntry, onInvalid: OnInvalid, problems: Problem[]): TableRules[] {
  const name = readTableName(key, keyPlace, problems)
  if (name === undefined) return []
  if (value.kind === 'scalar') return [{ name, whole: treatmentOf(value, onInvalid), columns: [] }]
  const columns = entriesOf(value).map((rule) => ({
    pattern: rule.key,
    place: rule.keyPlace,
    treatment: treatmentOf(rule.value, onInvalid),
  }))
  return [{ name, columns }]
}

function treatmentOf(node: YamlNode, onInvalid: OnInvalid): Treatment {
  return { ...readTreatment(jsonOf(node) as WrittenTreatment, onInvalid), place: node.place }
}

/** The same table under two spellings: `erp.item` and `erp.public.item`. */
function twice(tables: readonly TableRules[]): Problem[] {
  return tables.flatMap(({ name }, index) => {
    const first = tables.findIndex((other) => other.name.system === name.system && other.name.table === name.table)
    if (first === index) return []
    const message = `${name.text} has rules already, in line ${tables[first]?.name.place.line}`
    return [{ code: 'policy.duplicate-table', message, place: name.place, remedy: 'Put them into one.' }]
  })
}
