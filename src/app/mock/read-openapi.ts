import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { messageOf, type Problem, StandinError, usageError } from '../../core/error.ts'
import type { Json } from '../../core/json.ts'
import { type Place, placeAt } from '../../core/place.ts'
import { documentProblems } from '../../openapi/document-problems.ts'
import { type OpenApiDocument, openApiDocument } from '../../openapi/openapi-document.ts'
import { pointerKeys } from '../../openapi/pointer.ts'
import { readYaml } from '../../yaml/read-yaml.ts'
import { childOf, entryOf, itemsOf, jsonOf, type YamlNode } from '../../yaml/yaml-document.ts'

/** Reads an OpenAPI document. Throws usage errors, with their places in the file. */
export async function readOpenApi(workingDirectory: string, file: string): Promise<OpenApiDocument> {
  const text = await readFile(resolve(workingDirectory, file), 'utf8').catch((thrown: unknown) => {
    throw usageError({
      code: 'document.unreadable',
      message: `cannot read ${file}: ${messageOf(thrown)}`,
      remedy: 'give the path of an OpenAPI document in YAML or JSON, or the name of a mirror',
    })
  })
  const { root, node } = file.endsWith('.json') ? readJson(file, text) : readYamlText(file, text)
  const document = understood(file, root, node)
  const problems = documentProblems(document).map(({ pointer, message }): Problem => {
    const place = node && placeOf(node, pointer)
    return { code: 'contract.document', message: `${message} (${pointer})`, ...(place && { place }) }
  })
  if (problems.length > 0) throw usageError(problems)
  return document
}

interface ReadFile {
  root: Json
  /** With the places of everything; missing where they cannot be told. */
  node?: YamlNode
}

function readYamlText(file: string, text: string): ReadFile {
  const { root } = readYaml(file, text, { numberKeys: true })
  return { root: jsonOf(root), node: root }
}

function readJson(file: string, text: string): ReadFile {
  let root: Json
  try {
    root = JSON.parse(text) as Json
  } catch (thrown) {
    const position = Number(/at position (\d+)/.exec(messageOf(thrown))?.[1] ?? text.length)
    const reason = messageOf(thrown)
      .replace(/ (in JSON )?at position .*$/s, '')
      .replace(/, "?[^,]*$/, '')
    throw usageError({
      code: 'document.syntax',
      message: `not valid JSON: ${reason}`,
      place: placeAt(file, text, position),
    })
  }
  try {
    return { root, node: readYaml(file, text, { numberKeys: true }).root }
  } catch {
    // JSON that our YAML does not take, such as one that is indented with tabs, is read without places.
    return { root }
  }
}

function understood(file: string, root: Json, node: YamlNode | undefined): OpenApiDocument {
  try {
    return openApiDocument(file, root)
  } catch (thrown) {
    if (!(thrown instanceof StandinError) || node === undefined) throw thrown
    const place = (entryOf(node, 'openapi') ?? entryOf(node, 'swagger'))?.value.place ?? node.place
    throw usageError(thrown.problems.map((problem) => ({ ...problem, place })))
  }
}

/** Where what a pointer leads to is written, or the nearest thing around it. */
function placeOf(node: YamlNode, pointer: string): Place {
  let found = node
  let place = node.place
  for (const key of pointerKeys(pointer)) {
    const entry = entryOf(found, key)
    const next = entry?.value ?? (found.kind === 'list' ? itemsOf(found)[Number(key)] : childOf(found, key))
    if (next === undefined) return place
    place = entry?.keyPlace ?? next.place
    found = next
  }
  return place
}
