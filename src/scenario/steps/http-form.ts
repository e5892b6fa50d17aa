import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { codeOf, usageError } from '../../core/error.ts'
import { isJsonObject } from '../../core/json.ts'
import type { Place } from '../../core/place.ts'
import type { FilePart, FormBody } from '../model/http.ts'
import { besideScenario } from './directories.ts'
import { renderText, renderTexts } from './rendered-text.ts'
import type { StepContext } from './step-context.ts'
import { toJson } from './to-json.ts'

/** A form as bytes, with its content type. Throws `scenario.not-a-form` and `scenario.no-such-file`. */
export async function encodeForm(
  form: FormBody,
  context: StepContext,
  place: Place,
): Promise<{ type: string; bytes: Uint8Array }> {
  if (form.kind === 'form') {
    const fields = form.fields.render(context.scope)
    return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(urlEncoded(fields, form.fields.place)) }
  }
  const data = new FormData()
  for (const [name, value] of Object.entries(renderTexts(form.fields, context.scope, 'the field')))
    data.append(name, value)
  for (const part of form.files) {
    const { file, name } = await readPart(part, context, place)
    data.append(part.field, file, name)
  }
  const encoded = new Response(data)
  return { type: encoded.headers.get('content-type') ?? '', bytes: new Uint8Array(await encoded.arrayBuffer()) }
}

/** Lists repeat their field, trees within are JSON, nothing is left out. */
function urlEncoded(fields: unknown, place: Place): string {
  if (!isJsonObject(fields))
    throw usageError({ code: 'scenario.not-a-form', message: 'the form has no fields: it is no object', place })
  const pairs = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item === null || item === undefined) continue
      pairs.append(name, typeof item === 'object' ? JSON.stringify(toJson(item)) : String(item))
    }
  }
  return pairs.toString()
}

async function readPart(
  { file, name, type }: FilePart,
  { scope, directories }: StepContext,
  place: Place,
): Promise<{ file: Blob; name: string }> {
  const path = resolve(besideScenario(directories, place), renderText(file, scope, 'the file'))
  const bytes = await readFile(path).catch((thrown: unknown) => {
    const message = `cannot read ${path} (${String(codeOf(thrown))})`
    throw usageError({ code: 'scenario.no-such-file', message, place: file.place })
  })
  return {
    file: new Blob([bytes], {
      type: type === undefined ? 'application/octet-stream' : renderText(type, scope, 'the type'),
    }),
    name: name === undefined ? basename(path) : renderText(name, scope, 'the name of the file'),
  }
}
