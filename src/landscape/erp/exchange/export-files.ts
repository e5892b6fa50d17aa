import type { SqlStore } from '../../../core/sql-store.ts'

/** A file that the ERP writes from a table. */
interface ExportFile {
  /** The names of the columns, and what stands in them. */
  columns: Readonly<Record<string, string>>
  from: string
  /** The columns by which rows are told apart, and by which they are ordered. */
  key: readonly string[]
}

const exportFiles: Readonly<Record<string, ExportFile>> = {
  'items.csv': {
    columns: {
      ItemCode: 'item_code',
      ItemName: 'item_name',
      BarCode: 'ean',
      ItemsGroupCode: 'item_group',
      InventoryUOM: 'unit',
      Valid: "case when valid then 'tYES' else 'tNO' end",
      UpdateDate: `to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
    },
    from: 'item',
    key: ['item_code'],
  },
  'prices.csv': {
    columns: { ItemCode: 'item_code', PriceList: 'price_list', Price: 'price', Currency: 'currency' },
    from: 'item_price',
    key: ['item_code', 'price_list'],
  },
  'stock.csv': {
    columns: {
      ItemCode: 'item_code',
      WarehouseCode: 'whs_code',
      InStock: 'in_stock',
      Committed: 'committed',
      Ordered: 'ordered',
    },
    from: 'item_warehouse',
    key: ['item_code', 'whs_code'],
  },
}

const portion = 10_000

/** A file as the ERP has it now, `undefined` when it writes no such file: semicolons, decimal points, lines end with CRLF. */
export async function exportFile(store: SqlStore, name: string): Promise<string | undefined> {
  const file = Object.hasOwn(exportFiles, name) ? exportFiles[name] : undefined
  if (file === undefined) return undefined
  const { stringify } = await import('csv-stringify/sync')
  const csv = (rows: readonly (readonly unknown[])[]): string =>
    stringify([...rows], { delimiter: ';', record_delimiter: 'windows', quoted_match: /[\r\n]/ })
  let text = csv([Object.keys(file.columns)])
  for await (const rows of rowsOf(store, file)) text += csv(rows)
  return text
}

/** Portion by portion, each behind the last row of the one before it. */
async function* rowsOf(store: SqlStore, { columns, from, key }: ExportFile): AsyncGenerator<unknown[][]> {
  const names = Object.keys(columns)
  const wanted = Object.entries(columns).map(([name, value]) => `${value} as "${name}"`)
  const keys = key.join(', ')
  let last: unknown[] | undefined
  do {
    const behind = last === undefined ? 'true' : `(${keys}) > (${key.map((_, index) => `$${index + 1}`).join(', ')})`
    const { rows } = await store.query(
      `select ${wanted.join(', ')}, array[${key.map((column) => `${column}::text`).join(', ')}] as key
       from ${from} where ${behind} order by ${keys} limit ${portion}`,
      last ?? [],
    )
    yield rows.map((row) => names.map((name) => row[name]))
    last = rows.length < portion ? undefined : (rows.at(-1)?.key as unknown[])
  } while (last !== undefined)
}
