import type { DumpEntry } from './dump-text.ts'

/*
 * What no option of pg_dump leaves out, and a clone does: access to other servers, with its secrets; triggers on what
 * administrators do; statistics, which hold values of rows.
 */
const uncarried = new Set([
  'FOREIGN DATA WRAPPER',
  'SERVER',
  'USER MAPPING',
  'FOREIGN TABLE',
  'EVENT TRIGGER',
  'STATISTICS DATA',
  'ACL',
  'DEFAULT ACL',
  'PUBLICATION',
  'PUBLICATION TABLE',
  'PUBLICATION TABLES IN SCHEMA',
  'SUBSCRIPTION',
  'SUBSCRIPTION TABLE',
  'SECURITY LABEL',
  'BLOB',
  'BLOBS',
  'BLOB METADATA',
])

/** Whether a clone has this object, too. */
export function isCarried({ type, name }: DumpEntry): boolean {
  if (type !== 'COMMENT') return !uncarried.has(type)
  return ![...uncarried].some((kind) => name.startsWith(`${kind} `))
}
