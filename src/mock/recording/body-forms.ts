import type { Json } from '../../core/json.ts'
import type { RecordedBody } from './recorded-exchange.ts'

/** A body as a recording keeps it; nothing when there is none. */
export function recordedBody(bytes: Uint8Array, contentType: string): RecordedBody | undefined {
  if (bytes.length === 0) return undefined
  const type = (contentType.toLowerCase().split(';')[0] ?? '').trim()
  const text = new TextDecoder().decode(bytes)
  const omitted = { omitted: type === '' ? 'unknown' : type, bytes: bytes.length }
  if (/[/+](json|x-ndjson|jsonl)$/.test(type) || type === '') return jsonBody(text) ?? linesBody(text) ?? omitted
  if (type === 'application/x-www-form-urlencoded') return { form: [...new URLSearchParams(text)] }
  if (/[/+](xml|html)$/.test(type)) return { xml: text }
  return type === 'text/plain' ? { text } : omitted
}

/** The bytes that a replay sends. What was left out is as long as it was, and empty. */
export function bytesOf(body: RecordedBody | undefined): string | Uint8Array<ArrayBuffer> | null {
  if (body === undefined) return null
  if ('json' in body) return JSON.stringify(body.json)
  if ('lines' in body) return body.lines.map((line) => JSON.stringify(line)).join('\n')
  if ('form' in body)
    return String(new URLSearchParams(body.form.map(([name, value]): [string, string] => [name, value])))
  if ('xml' in body) return body.xml
  return 'text' in body ? body.text : new Uint8Array(body.bytes)
}

function jsonBody(text: string): RecordedBody | undefined {
  try {
    return { json: JSON.parse(text) as Json }
  } catch {
    return undefined
  }
}

function linesBody(text: string): RecordedBody | undefined {
  try {
    return {
      lines: text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line) as Json),
    }
  } catch {
    return undefined
  }
}
