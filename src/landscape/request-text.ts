import { Refusal } from './refusal.ts'

/** The body of a request as text. */
export async function requestText(request: Request): Promise<string> {
  return decodedText(await request.bytes(), request.headers.get('content-type') ?? '')
}

/**
 * Bytes as text, in the charset of their content type, else in that of an XML declaration, else in UTF-8. A byte order
 * mark is no part of it. Refused with 415 when nobody knows the charset, with 400 when the bytes do not fit it.
 */
export function decodedText(bytes: Uint8Array, contentType: string): string {
  const charset = /;\s*charset="?([\w-]+)/i.exec(contentType)?.[1]
  const decoder = decoderOf(charset ?? declaredCharset(bytes) ?? 'utf-8')
  try {
    return decoder.decode(bytes)
  } catch {
    throw new Refusal(400, 'charset', `the content is not in ${decoder.encoding}`)
  }
}

function decoderOf(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset, { fatal: true })
  } catch {
    throw new Refusal(415, 'charset', `the charset ${charset.slice(0, 30)} is not known`)
  }
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  return /^<\?xml[^>]{0,80}\sencoding=["']([\w-]+)["']/.exec(
    Buffer.from(bytes.subarray(0, 120)).toString('latin1'),
  )?.[1]
}
