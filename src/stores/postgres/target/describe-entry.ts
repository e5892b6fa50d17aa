import type { DumpEntry } from '../schema/dump-text.ts'

const words: Readonly<Record<string, string>> = {
  'FK CONSTRAINT': 'foreign key',
  'MATERIALIZED VIEW DATA': 'contents of the materialized view',
  'INDEX ATTACH': 'index of a partition',
  'ROW SECURITY': 'row security of',
}

/** `index sales.order_number_key`: for progress and messages. */
export function describeEntry({ type, name, schema }: DumpEntry): string {
  const kind = words[type] ?? type.toLowerCase()
  return `${kind} ${schema === '-' || schema === 'public' ? '' : `${schema}.`}${name}`
}
