import { environmentError, messageOf, StandinError } from '../../core/error.ts'
import type { Json } from '../../core/json.ts'
import { refuseDeepJson } from '../../core/json-depth.ts'
import type { HttpReceived } from './http-connection.ts'

/** All bytes of an answer's body. Throws `http.body-too-large` and `http.body-broken-off`. */
export async function readBytes(response: HttpReceived, largest: number, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(response, signal)) {
    size += chunk.length
    if (size > largest) {
      response.discard()
      throw new StandinError('finding', {
        code: 'http.body-too-large',
        message: `the answer is larger than the ${sizeWords(largest)} that a step reads`,
        remedy: 'set `maxBody` of the step, or of `http` of the scenario, if that is meant',
      })
    }
    chunks.push(chunk)
  }
  const [only] = chunks
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)
}

/** An answer that breaks off is a fault of the system, or of the network. */
async function* chunksOf({ body }: HttpReceived, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (thrown) {
    signal.throwIfAborted()
    const message = `the answer broke off before its end: ${messageOf(thrown)}`
    throw environmentError({ code: 'http.body-broken-off', message }, thrown)
  }
}

function sizeWords(size: number): string {
  return size % (1024 * 1024) === 0 ? `${size / 1024 / 1024} MB` : `${size / 1024} kB`
}

/** A body as a step sees it, and why it is not JSON where that is so. */
export interface Decoded {
  body: Json
  notJson?: string
}

/**
 * JSON where the content type says so and it is, else text; `{ base64, size }` where the content type or the bytes say
 * that it is neither; `null` when there is none.
 */
export function decodeBody(bytes: Uint8Array, contentType: string): Decoded {
  if (bytes.length === 0) return { body: null, notJson: 'it is empty' }
  const kind = contentType === '' ? 'no content type' : `content type ${contentType.slice(0, 80)}`
  const isJson = /[/+]json\b/i.test(contentType)
  const text = isBinaryType(contentType) ? undefined : textOf(bytes, contentType)
  if (text === undefined) {
    const body = { base64: Buffer.from(bytes).toString('base64'), size: bytes.length }
    return { body, notJson: `it is binary (${kind})` }
  }
  if (!isJson) return { body: text, notJson: `it is text (${kind})` }
  refuseDeepJson(text)
  try {
    return { body: JSON.parse(text) as Json }
  } catch {
    return { body: text, notJson: `its content type says JSON, but the ${text.length} characters are none` }
  }
}

function isBinaryType(contentType: string): boolean {
  return /^\s*((image(?!\/svg)|audio|video|font)\/|application\/(octet-stream|pdf|zip|gzip|x-tar|vnd\.openxmlformats))/i.test(
    contentType,
  )
}

/** Text in the charset that the content type names; nothing when there is no type, and the bytes are not UTF-8. */
function textOf(bytes: Uint8Array, contentType: string): string | undefined {
  if (contentType === '') return utf8Of(bytes)
  const charset = /;\s*charset="?([\w:.-]+)/i.exec(contentType)?.[1] ?? 'utf-8'
  return decoderOf(charset).decode(bytes)
}

function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

/** A charset that nobody knows is taken for UTF-8. */
function decoderOf(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}
