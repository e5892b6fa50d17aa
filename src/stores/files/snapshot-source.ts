import { join } from 'node:path'
import { usageError } from '../../core/error.ts'
import type { Batch, Chunk, TransferSource } from '../../core/transfer/ports.ts'
import { type CheckProgress, checkSnapshot } from './check-snapshot.ts'
import { damaged } from './damage.ts'
import { readDefinition } from './definition-files.ts'
import { readChunkFile } from './read-chunk-file.ts'
import { manifestHash, type SnapshotChunk, type SnapshotManifest, type SnapshotSystem } from './snapshot-manifest.ts'

/** A snapshot that was checked as a whole. */
export interface OpenSnapshot {
  directory: string
  manifest: SnapshotManifest
  /** The same hash, the same content. */
  hash: string
  sources: ReadonlyMap<string, TransferSource>
}

/** Checks a snapshot and opens it for reading; throws what `checkSnapshot` throws. Nothing is held open between reads. */
export async function openSnapshot(
  directory: string,
  signal?: AbortSignal,
  progress?: CheckProgress,
): Promise<OpenSnapshot> {
  const manifest = await checkSnapshot(directory, signal, progress)
  const hash = manifestHash(manifest)
  const sources = await Promise.all(
    Object.entries(manifest.systems).map(
      async ([name, system]) => [name, await snapshotSource(directory, system, hash)] as const,
    ),
  )
  return { directory, manifest, hash, sources: new Map(sources) }
}

async function snapshotSource(directory: string, system: SnapshotSystem, hash: string): Promise<TransferSource> {
  const { definition, schema } = await readDefinition(directory, system)
  const chunks = system.tables.flatMap(({ name, chunks: own }) =>
    own.map(({ id, rows, encoding, ...range }): Chunk => ({ id, table: name, rows, range, encoding })),
  )
  return {
    schema,
    identity: `snapshot:${hash}`,
    ...(system.server !== undefined && { server: system.server }),
    moment: hash,
    definition: async () => definition,
    chunks: async () => chunks,
    read(chunk, transform, signal) {
      if (transform !== undefined) throw onlyAsItIs()
      return read(directory, chunk, signal)
    },
    async scan() {
      throw onlyAsItIs()
    },
    async [Symbol.asyncDispose]() {},
  }
}

async function* read(directory: string, chunk: Chunk, signal: AbortSignal): AsyncGenerator<Batch> {
  const { path } = chunk.range as SnapshotChunk
  let rows = 0
  for await (const batch of readChunkFile(join(directory, path), chunk.encoding, signal)) {
    rows += batch.rows
    yield batch
  }
  if (rows !== chunk.rows) throw damaged(path, `it has ${rows} rows, expected ${chunk.rows}`)
}

function onlyAsItIs(): Error {
  return usageError({
    code: 'snapshot.as-it-is',
    message: 'a snapshot is loaded as it is: its values were replaced when it was made',
    remedy: 'clone from the databases instead',
  })
}
