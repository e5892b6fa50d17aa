import type { Instant } from '../../../core/clock.ts'
import type { SqlStore } from '../../../core/sql-store.ts'
import { Refusal } from '../../refusal.ts'
import { enterOrder } from '../orders.ts'
import type { OrderColumnName } from './order-columns.ts'
import { type FileLine, readLines } from './read-lines.ts'
import { companionsOf, type FileOrder, type RefusedLine, readOrders } from './read-orders.ts'

/** What became of each line of a file. */
export interface ImportReport {
  imported: { NumAtCard: string; DocEntry: number; lines: readonly number[] }[]
  refused: RefusedLine[]
}

/** Enters the orders of a file, each as a whole or not at all; an order that is refused does not stop the others. */
export async function importOrders(store: SqlStore, text: string, now: Instant): Promise<ImportReport> {
  const lines = await readLines(text)
  const { orders, refused } = readOrders(lines)
  const unknown = await unknownCodes(store, lines)
  const report: ImportReport = { imported: [], refused }
  for (const order of orders) {
    const own = lines.filter(({ line }) => order.lines.includes(line))
    const problems = own.flatMap((line) => unknownIn(line, unknown))
    if (problems.length > 0) report.refused.push(...problems, ...companionsOf(own, problems))
    else await enter(store, order, now, report)
  }
  report.refused.sort((one, other) => one.line - other.line)
  return report
}

async function enter(
  store: SqlStore,
  { lines, document }: FileOrder,
  now: Instant,
  report: ImportReport,
): Promise<void> {
  try {
    const DocEntry = await enterOrder(store, document, now)
    report.imported.push({ NumAtCard: String(document.NumAtCard), DocEntry, lines })
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    const problem: RefusedLine = { line: lines[0] ?? 1, ...reasonOf(thrown) }
    report.refused.push(
      problem,
      ...companionsOf(
        lines.map((line) => ({ line })),
        [problem],
      ),
    )
  }
}

function reasonOf({ code, message }: Refusal): Omit<RefusedLine, 'line'> {
  return code === '-2035'
    ? { column: 'NumAtCard', reason: 'is the number of an order that is there' }
    : { reason: message }
}

/** The codes that nothing in the ERP has, by their columns. */
type UnknownCodes = Readonly<Partial<Record<OrderColumnName, ReadonlySet<string>>>>

async function unknownCodes(store: SqlStore, lines: readonly FileLine[]): Promise<UnknownCodes> {
  const { rows } = await store.query<Record<string, string[]>>(
    `with line as (select * from json_to_recordset($1) as l("CardCode" text, "ItemCode" text, "WarehouseCode" text))
     select array(select "CardCode" from line except select card_code from business_partner) as "CardCode",
       array(select "ItemCode" from line except select item_code from item) as "ItemCode",
       array(select "WarehouseCode" from line except select whs_code from warehouse) as "WarehouseCode"`,
    [JSON.stringify(lines.map(({ fields }) => fields))],
  )
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([column, codes]) => [column, new Set(codes)]))
}

function unknownIn({ line, fields }: FileLine, unknown: UnknownCodes): RefusedLine[] {
  return (Object.entries(unknown) as [OrderColumnName, ReadonlySet<string>][])
    .filter(([column, codes]) => codes.has(fields[column] ?? ''))
    .map(([column]) => ({ line, column, reason: 'is not known to the ERP' }))
}
