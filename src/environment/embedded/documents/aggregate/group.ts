import { notSupported, ServerError } from '../server-error.ts'
import { type Doc, isDoc, type Value } from '../values/document.ts'
import { valueKey } from '../values/order.ts'
import { type Accumulator, accumulators } from './accumulators.ts'
import { compileExpression, type Expression, type ExpressionScope } from './expressions.ts'

const notHere = new Set([
  ...['$accumulator', '$bottom', '$bottomN', '$firstN', '$lastN', '$maxN', '$median', '$minN', '$percentile'],
  ...['$stdDevPop', '$stdDevSamp', '$top', '$topN'],
])

/** `$group`. Groups come in the order of their first documents. */
export function compileGroup(specification: Value, scope: ExpressionScope): (documents: readonly Doc[]) => Doc[] {
  if (!isDoc(specification)) throw new ServerError('Location15947', "a group's fields must be specified in an object")
  const { _id: id, ...fields } = specification
  if (id === undefined) throw new ServerError('Location15955', 'a group specification must include an _id')
  const keyOf = compileExpression(id, scope)
  const columns = Object.entries(fields).map(([field, column]) => compileColumn(field, column, scope))
  return (documents) => {
    const groups = new Map<string, { id: Value; members: Doc[] }>()
    for (const document of documents) {
      const value = keyOf(document) ?? null
      const key = valueKey(value)
      const group = groups.get(key)
      if (group === undefined) groups.set(key, { id: value, members: [document] })
      else group.members.push(document)
    }
    return [...groups.values()].map(({ id: value, members }) => {
      const result: Doc = { _id: value }
      for (const { field, accumulate, read } of columns) result[field] = accumulate(members.map(read))
      return result
    })
  }
}

function compileColumn(
  field: string,
  column: Value,
  scope: ExpressionScope,
): { field: string; accumulate: Accumulator; read: Expression } {
  if (field.includes('.')) throw new ServerError('Location40235', `the field name '${field}' cannot contain '.'`)
  if (!isDoc(column)) throw new ServerError('Location40234', `the field '${field}' must be an accumulator object`)
  const [operator = '', operand = null] = Object.entries(column)[0] ?? []
  if (Object.keys(column).length !== 1)
    throw new ServerError('Location40238', `the field '${field}' must specify one accumulator`)
  if (notHere.has(operator)) throw notSupported(`the accumulator ${operator}`)
  const accumulate = Object.hasOwn(accumulators, operator) ? accumulators[operator] : undefined
  if (accumulate === undefined) throw new ServerError('Location15952', `unknown group operator '${operator}'`)
  return { field, accumulate, read: compileExpression(operand, scope) }
}
