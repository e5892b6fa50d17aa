import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { StoreDefinition } from '../../core/transfer/ports.ts'
import type { StoreSchema, TableSchema } from '../../core/transfer/store-schema.ts'
import type { SnapshotFile, SnapshotSystem, SnapshotTable } from './snapshot-manifest.ts'

/** Writes how a store is laid out: SQL as scripts, everything else as JSON, and what a policy and a target know of it. */
export async function writeDefinition(
  root: string,
  system: string,
  definition: StoreDefinition,
  tables: readonly TableSchema[],
  written: readonly SnapshotTable[],
): Promise<readonly SnapshotFile[]> {
  const { kind, before, after } = definition
  const schema = { kind, tables: counted(tables, written), uncarried: [] } satisfies StoreSchema
  const texts = { ...partTexts(kind, { before, after }), 'schema.json': json(schema) }
  const files: SnapshotFile[] = []
  for (const [name, text] of Object.entries(texts)) {
    const path = `${system}/${name}`
    await mkdir(dirname(join(root, path)), { recursive: true, mode: 0o700 })
    await writeFile(join(root, path), text, { mode: 0o600, flush: true })
    const sha256 = createHash('sha256').update(text).digest('hex')
    files.push({ path, size: Buffer.byteLength(text), sha256 })
  }
  return files
}

/** A script becomes a file of its own, to be read and run; what goes with it stands beside it. */
function partTexts(kind: StoreDefinition['kind'], parts: Readonly<Record<string, unknown>>): Record<string, string> {
  if (kind === 'mongodb') return { 'collections.json': json(parts) }
  const texts: Record<string, string> = {}
  for (const [part, value] of Object.entries(parts)) {
    const { script, ...rest } = (typeof value === 'string' ? { script: value } : value) as { script: string }
    texts[`${part}.sql`] = script
    texts[`${part}.json`] = json(rest)
  }
  return texts
}

/** Estimates differ from run to run; what was written does not. */
function counted(tables: readonly TableSchema[], written: readonly SnapshotTable[]): TableSchema[] {
  const counts = new Map(written.map((table) => [table.name, table]))
  return tables.map((table) => {
    const { rows = 0, chunks = [] } = counts.get(table.name) ?? {}
    return { ...table, rows, bytes: chunks.reduce((sum, { bytes }) => sum + bytes, 0) }
  })
}

/** What was written by `writeDefinition`. */
export async function readDefinition(
  root: string,
  { kind, definition }: SnapshotSystem,
): Promise<{ definition: StoreDefinition; schema: StoreSchema }> {
  const parts: Record<string, object> = {}
  for (const { path } of definition) {
    const text = await readFile(join(root, path), 'utf8')
    const [name = '', extension] = path.slice(path.lastIndexOf('/') + 1).split('.')
    if (name === 'collections') Object.assign(parts, JSON.parse(text))
    else parts[name] = { ...parts[name], ...(extension === 'sql' ? { script: text } : JSON.parse(text, restoreWhole)) }
  }
  const { before, after, schema } = parts
  return { definition: { kind, before, after }, schema: schema as StoreSchema }
}

const wholeNumber = /^-?\d+n$/

/** Whole numbers beyond 2^53 stand as text that ends in `n`. */
function json(value: unknown): string {
  const write = (_key: string, part: unknown): unknown => (typeof part === 'bigint' ? `${part}n` : part)
  return `${JSON.stringify(value, write, 2)}\n`
}

function restoreWhole(key: string, value: unknown): unknown {
  if (key !== 'range' || !Array.isArray(value)) return value
  return value.map((bound: unknown) =>
    typeof bound === 'string' && wholeNumber.test(bound) ? BigInt(bound.slice(0, -1)) : bound,
  )
}
