import type { Json, JsonObject } from '../../../core/json.ts'
import { type OrderColumn, type OrderColumnName, orderColumns } from './order-columns.ts'
import type { FileLine } from './read-lines.ts'

/** Why a line was not taken in. Never what stands in it. */
export interface RefusedLine {
  line: number
  column?: OrderColumnName
  reason: string
}

/** An order as it stands in a file. */
export interface FileOrder {
  lines: readonly number[]
  /** As the service layer takes it. */
  document: JsonObject
}

/** Puts the lines of each order together. An order is read as a whole: one bad line refuses it with all its lines. */
export function readOrders(lines: readonly FileLine[]): { orders: FileOrder[]; refused: RefusedLine[] } {
  const orders: FileOrder[] = []
  const refused: RefusedLine[] = []
  const byNumber = Map.groupBy(lines, ({ line, fields }) => fields.NumAtCard ?? line)
  for (const own of byNumber.values()) {
    const problems = [...own.flatMap(problemsIn), ...differences(own)]
    if (problems.length === 0) orders.push({ lines: own.map(({ line }) => line), document: documentOf(own) })
    else refused.push(...problems, ...companionsOf(own, problems))
  }
  return { orders, refused }
}

/** The other lines of an order that is refused, so that a report accounts for each line of its file. */
export function companionsOf(own: readonly { line: number }[], problems: readonly RefusedLine[]): RefusedLine[] {
  return own
    .filter(({ line }) => !problems.some((problem) => problem.line === line))
    .map(({ line }) => ({ line, reason: 'belongs to an order that is refused' }))
}

const columns = Object.entries(orderColumns) as [OrderColumnName, OrderColumn][]

function problemsIn({ line, values, fields }: FileLine): RefusedLine[] {
  if (values !== undefined) return [{ line, reason: `has ${values} values, another number than the first line` }]
  return columns.flatMap(([column, { needed, read, must }]): RefusedLine[] => {
    const text = fields[column]
    if (text === undefined) return needed ? [{ line, column, reason: 'is missing' }] : []
    return read(text) === undefined ? [{ line, column, reason: `must ${must}` }] : []
  })
}

function differences([first, ...others]: readonly FileLine[]): RefusedLine[] {
  return others.flatMap(({ line, fields }) =>
    columns
      .filter(([column, { of }]) => of === 'order' && fields[column] !== first?.fields[column])
      .map(([column]) => ({ line, column, reason: `differs from line ${first?.line}, which is of the same order` })),
  )
}

function documentOf(own: readonly FileLine[]): JsonObject {
  const { Freight, ...head } = valuesOf(own[0], 'order')
  const entries = Object.entries(head)
  const address = entries.filter(([name]) => name.startsWith('ShipTo'))
  return {
    ...Object.fromEntries(entries.filter((entry) => !address.includes(entry))),
    ...(address.length > 0 && { AddressExtension: Object.fromEntries(address) }),
    ...(Freight !== undefined && { DocumentAdditionalExpenses: [{ LineTotal: Freight }] }),
    DocumentLines: own.map((line) => valuesOf(line, 'line')),
  }
}

function valuesOf(line: FileLine | undefined, of: OrderColumn['of']): Record<string, Json> {
  return Object.fromEntries(
    columns.flatMap(([column, { of: whose, read }]) => {
      const value = whose === of ? read(line?.fields[column] ?? '') : undefined
      return value === undefined || value === '' ? [] : [[column, value]]
    }),
  )
}
