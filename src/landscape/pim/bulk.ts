import { HttpResponse } from 'msw'
import type { JsonObject } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall } from '../routes.ts'
import { errorFields } from './akeneo-error.ts'
import { bulkType, parseObject, requireType } from './request-body.ts'

const mostLines = 100
const longestLine = 1_000_000

/** Writes one record, and says whether it is new: 201 or 204. Throws a `Refusal`. */
export type SaveLine = (key: string, record: JsonObject) => Promise<number>

/** A bulk PATCH: one record a line, one result a line. A line that is refused does not keep the others from being written. */
export async function patchLines(call: ApiCall, key: string, save: SaveLine): Promise<Response> {
  requireType(call, bulkType)
  const lines = (await call.request.text()).split(/\r?\n/)
  while (lines.at(-1)?.trim() === '') lines.pop()
  if (lines.length > mostLines)
    throw new Refusal(413, '413', `Too many resources to process, ${mostLines} is the maximum allowed.`)
  const results: string[] = []
  for (const [index, text] of lines.entries())
    results.push(JSON.stringify({ line: index + 1, ...(await saveLine(text, key, save)) }))
  return new HttpResponse(results.join('\n'), { headers: { 'content-type': bulkType } })
}

async function saveLine(text: string, key: string, save: SaveLine): Promise<JsonObject> {
  let name: JsonObject = {}
  try {
    if (text.length > longestLine) throw new Refusal(413, '413', 'Line is too long.')
    const record = parseObject(text)
    const value = record[key]
    if (typeof value !== 'string' || value.trim() === '') {
      const label = key.charAt(0).toUpperCase() + key.slice(1)
      throw new Refusal(422, '422', `${label} is missing.`)
    }
    name = { [key]: value }
    return { ...name, status_code: await save(value, record) }
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return { ...name, status_code: thrown.status, ...errorFields(thrown) }
  }
}
