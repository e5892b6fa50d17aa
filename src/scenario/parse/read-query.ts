import {
  childOf,
  entryOf,
  itemsOf,
  textOf,
  withEntries,
  type YamlMapping,
  type YamlNode,
} from '../../yaml/yaml-document.ts'
import type { Declarations } from '../expression/declarations.ts'
import type { MongoVerb, ScenarioQuery } from '../model.ts'
import { systemWith } from './outline-names.ts'
import { templateOf } from './read-values.ts'
import { type Reading, report } from './reading.ts'

const mongoVerbs: readonly MongoVerb[] = ['find', 'aggregate', 'count', 'insert', 'update', 'delete']
const findOptions = ['sort', 'limit', 'projection']

/** The `sql` or `mongo` of a step, a source or an invariant; nothing when it is neither. */
export function readQuery(node: YamlNode, declarations: Declarations, reading: Reading): ScenarioQuery | undefined {
  const sql = childOf(node, 'sql')
  const mongo = childOf(node, 'mongo')
  if (sql?.kind === 'mapping') return readSql(sql, declarations, reading)
  return mongo?.kind === 'mapping' ? readMongo(mongo, declarations, reading) : undefined
}

function readSql(node: YamlMapping, declarations: Declarations, reading: Reading): ScenarioQuery {
  const query = childOf(node, 'query')
  const text = textOf(query) ?? ''
  if (query?.kind === 'scalar' && text.includes('${{'))
    report(
      reading,
      'expression-in-query',
      'a query cannot hold expressions',
      query.placeAt(text.indexOf('${{')),
      'Write $1 into the query and the expression into `params`.',
    )
  return {
    kind: 'sql',
    system: systemWith('sql', childOf(node, 'system'), reading),
    text,
    params: itemsOf(childOf(node, 'params')).map((param) => templateOf(param, declarations, reading)),
    place: node.place,
  }
}

function readMongo(node: YamlMapping, declarations: Declarations, reading: Reading): ScenarioQuery {
  const found = mongoVerbs.filter((verb) => childOf(node, verb) !== undefined)
  const operation = found[0] ?? 'find'
  if (found.length !== 1) {
    const wanted = `expected exactly one of ${mongoVerbs.join(', ')}`
    const message = found.length === 0 ? `${wanted}, found none` : `${wanted}, found ${found.join(' and ')}`
    report(reading, 'mongo-operation', message, node.place)
  }
  for (const option of findOptions) {
    const entry = entryOf(node, option)
    if (entry !== undefined && found.length === 1 && operation !== 'find')
      report(reading, 'mongo-operation', `"${option}" goes with find, not with ${operation}`, entry.keyPlace)
  }
  const entries = node.entries.filter(({ key }) => key !== 'system' && key !== 'collection')
  return {
    kind: 'mongo',
    system: systemWith('documents', childOf(node, 'system'), reading),
    collection: textOf(childOf(node, 'collection')) ?? '',
    operation,
    options: templateOf(withEntries(node, entries), declarations, reading),
    place: node.place,
  }
}
