import type { StoreSchema, TableSchema } from '../core/transfer/store-schema.ts'
import type { Policy } from './policy.ts'
import { type FoundColumn, findTable, locate, nameOf, type Schemas } from './schemas.ts'

/** Two columns whose values have to meet after the transfer, too. */
export interface ColumnPair {
  /** Refers to the other; for links, none does. */
  from: FoundColumn
  to: FoundColumn
  why: 'refers to' | 'is linked with'
}

/** All pairs: what the stores declare as references, and the policy as links. */
export function columnPairs(policy: Policy, schemas: Schemas): ColumnPair[] {
  return [...referencePairs(schemas), ...linkPairs(policy, schemas)]
}

export function fullName({ system, table, column }: FoundColumn): string {
  return nameOf(system, table, column.name)
}

function referencePairs(schemas: Schemas): ColumnPair[] {
  return everyTable(schemas).flatMap(({ system, kind, table }) =>
    table.references.flatMap((reference) =>
      reference.columns.flatMap((column, index) => {
        const target = findTable(system, reference.table, schemas)
        return pair({ system, kind }, table, column, target, reference.referenced[index] ?? '', 'refers to')
      }),
    ),
  )
}

function linkPairs(policy: Policy, schemas: Schemas): ColumnPair[] {
  return policy.links.flatMap((link) => {
    const columns = link.flatMap((name) => {
      const target = locate(name, schemas)
      return 'code' in target ? [] : [target]
    })
    return columns.slice(1).map((from) => ({ from, to: columns[0] as FoundColumn, why: 'is linked with' as const }))
  })
}

function everyTable(schemas: Schemas): { system: string; kind: StoreSchema['kind']; table: TableSchema }[] {
  return [...schemas].flatMap(([system, { kind, tables }]) => tables.map((table) => ({ system, kind, table })))
}

function pair(
  at: { system: string; kind: StoreSchema['kind'] },
  table: TableSchema,
  column: string,
  target: TableSchema | undefined,
  referenced: string,
  why: ColumnPair['why'],
): ColumnPair[] {
  const from = table.columns.find(({ name }) => name === column)
  const to = target?.columns.find(({ name }) => name === referenced)
  if (from === undefined || to === undefined || target === undefined) return []
  return [{ from: { ...at, table, column: from }, to: { ...at, table: target, column: to }, why }]
}
