import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf, usageError } from '../core/error.ts'
import type { Json } from '../core/json.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import { jsonOf } from '../yaml/yaml-document.ts'

/** A YAML or JSON document that a file names relative to itself, as plain values. Throws usage errors. */
export function readDocumentBeside(file: string, named: string): Json {
  const text = contentOf(resolve(dirname(file), named), named)
  if (!named.endsWith('.json')) return jsonOf(readYaml(named, text, { numberKeys: true }).root)
  try {
    return JSON.parse(text) as Json
  } catch (thrown) {
    throw usageError({ code: 'document.syntax', message: `${named} is not JSON: ${messageOf(thrown)}` })
  }
}

function contentOf(path: string, named: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (thrown) {
    throw usageError({
      code: 'document.unreadable',
      message: `cannot read ${named}: ${messageOf(thrown)}`,
      remedy: 'such paths are relative to the file that names them',
    })
  }
}
