import type { OpenSnapshot } from '../../stores/files/snapshot-source.ts'

/** A short name by which people tell snapshots apart: the same name, the same content. */
export function snapshotName({ hash }: OpenSnapshot): string {
  return `snapshot ${hash.slice(0, 12)}`
}
