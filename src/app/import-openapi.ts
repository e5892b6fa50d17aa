import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { codeOf, environmentError, messageOf, usageError } from '../core/error.ts'
import { starterScenario } from '../scenario/import/starter-scenario.ts'
import { readDocumentBeside } from './read-document.ts'
import type { Configuration } from './requests.ts'

export interface ImportRequest {
  /** An OpenAPI document, relative to the working directory. */
  file: string
  /** The landscape's name for the system. */
  system?: string
  /** The scenario file to write; it must not be there. */
  out?: string
}

/** The starter scenario for an OpenAPI document; written to its file when there is one. Throws usage errors. */
export async function importOpenApi({ workingDirectory }: Configuration, request: ImportRequest): Promise<string> {
  const { file, system, out } = request
  const root = readDocumentBeside(join(workingDirectory, 'any'), file)
  const text = starterScenario(nameFor(out ?? file), file, root, system)
  if (out === undefined) return text
  const path = resolve(workingDirectory, out)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text, { flag: 'wx' })
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST')
      throw usageError({
        code: 'import.exists',
        message: `${out} is there already, and is not written over`,
        remedy: 'name another file with --out',
      })
    throw environmentError(
      { code: 'import.not-written', message: `${out} cannot be written: ${messageOf(thrown)}` },
      thrown,
    )
  }
  return text
}

/** In kebab-case, from the name of a file. */
function nameFor(file: string): string {
  const name = basename(file).replace(/(\.openapi)?\.(ya?ml|json)$/i, '')
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'imported'
  )
}
