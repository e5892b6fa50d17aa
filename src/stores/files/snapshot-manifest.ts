import { createHash } from 'node:crypto'
import { usageError } from '../../core/error.ts'
import { damaged } from './damage.ts'

/*
 * manifest.json of a snapshot. It holds nothing that differs between two runs of the same job (no times, no estimates),
 * so that equal contents are equal bytes.
 */

export const manifestName = 'manifest.json'
export const snapshotFormat = 1

export interface SnapshotManifest {
  format: number
  /** How it was made, for people and for comparison: `standin`, `policy`. */
  made: Readonly<Record<string, string>>
  systems: Readonly<Record<string, SnapshotSystem>>
}

export interface SnapshotSystem {
  kind: 'postgres' | 'mongodb'
  /** The server that it was read from: `PostgreSQL 18.4`. */
  server?: string
  /** How the store is laid out. */
  definition: readonly SnapshotFile[]
  tables: readonly SnapshotTable[]
}

/** Any file; its path is relative to the snapshot, with slashes. */
export interface SnapshotFile {
  path: string
  size: number
  /** Hexadecimal. */
  sha256: string
}

export interface SnapshotTable {
  name: string
  rows: number
  chunks: readonly SnapshotChunk[]
}

export interface SnapshotChunk extends SnapshotFile {
  id: string
  encoding: string
  rows: number
  /** Before compression. */
  bytes: number
}

/** The text of manifest.json, with a hash over all of it at its end. */
export function manifestText(manifest: SnapshotManifest): string {
  return json({ ...manifest, sha256: hashOf(json(manifest)) })
}

/** Identifies the whole content of a snapshot. */
export function manifestHash(manifest: SnapshotManifest): string {
  return hashOf(json(manifest))
}

/** Throws `snapshot.version`, or `snapshot.damaged` when the text is not what was written. */
export function parseManifest(path: string, text: string): SnapshotManifest {
  const { sha256, ...manifest } = parsed(path, text)
  if (typeof manifest.format === 'number' && manifest.format > snapshotFormat) {
    throw usageError({
      code: 'snapshot.version',
      message: `${path} has the format ${manifest.format}, and this standin knows formats up to ${snapshotFormat}`,
      remedy: 'Use a newer standin, or make the snapshot anew.',
    })
  }
  if (sha256 !== hashOf(json(manifest))) throw damaged(path, 'it was changed after it was written')
  return manifest
}

function parsed(path: string, text: string): SnapshotManifest & { sha256?: string } {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && 'format' in value)
      return value as SnapshotManifest & { sha256?: string }
  } catch (thrown) {
    throw damaged(path, 'it is not JSON', thrown)
  }
  throw damaged(path, 'it is not the manifest of a snapshot')
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
