import type { ContractFile, Contracts } from '../scenario/contracts/contracts.ts'
import type { LoadedLandscape } from './load-landscape.ts'
import { shippedLandscape } from './package-directory.ts'
import { readDocumentBeside } from './read-document.ts'
import type { Configuration } from './requests.ts'

/**
 * The contracts that standin.yaml names, from where it is; nothing when it names none. Throws usage errors for files that
 * cannot be read, or are no contracts.
 */
export async function loadContracts(
  { landscapeFile = shippedLandscape }: Configuration,
  { file }: LoadedLandscape,
): Promise<Contracts | undefined> {
  const named = [
    ...Object.entries(file.systems).map(([name, { contract }]) => ({ kind: 'systems' as const, name, path: contract })),
    ...Object.entries(file.topics ?? {}).map(([name, { schema }]) => ({ kind: 'topics' as const, name, path: schema })),
  ]
  const files = { systems: {} as Record<string, ContractFile>, topics: {} as Record<string, ContractFile> }
  for (const { kind, name, path } of named) {
    if (path !== undefined) files[kind][name] = { file: path, root: readDocumentBeside(landscapeFile, path) }
  }
  if (Object.keys(files.systems).length + Object.keys(files.topics).length === 0) return undefined
  const { openContracts } = await import('../scenario/contracts/contracts.ts')
  return openContracts(files)
}
