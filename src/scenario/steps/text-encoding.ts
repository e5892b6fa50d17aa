import { StandinError } from '../../core/error.ts'
import type { EncodingName } from '../format/files.ts'

export interface DecodedText {
  text: string
  encoding: string
}

/** Text in an encoding, by default UTF-8 or what the byte order mark says. Throws `file.encoding` and says which byte is wrong. */
export async function decodeText(bytes: Uint8Array, wanted: EncodingName | undefined): Promise<DecodedText> {
  const marked = markOf(bytes)
  const encoding = marked ?? wanted ?? 'utf-8'
  if (marked !== undefined && wanted !== undefined && !fits(marked, wanted))
    throw unreadable(`it begins with the byte order mark of ${marked}, not of ${wanted}`)
  if (encoding === 'utf-8' || encoding === 'utf-16le' || encoding === 'utf-16be')
    return { text: decodeUnicode(bytes, encoding), encoding }
  if (encoding === 'utf-16') return { text: decodeUnicode(bytes, 'utf-16le'), encoding: 'utf-16le' }
  const { default: iconv } = await import('iconv-lite')
  const text = iconv.decode(Buffer.from(bytes), encoding)
  if (text.includes('\uFFFD')) throw unreadable(`a byte in it is no character of ${encoding}`)
  if (encoding === 'us-ascii' && bytes.some((byte) => byte > 127)) throw unreadable('it holds more than ASCII')
  return { text, encoding }
}

/** Bytes of a text. Throws `file.encoding` for a character that the encoding does not have. */
export async function encodeText(text: string, wanted: EncodingName = 'utf-8', bom?: boolean): Promise<Uint8Array> {
  const { default: iconv } = await import('iconv-lite')
  const encoding = wanted === 'utf-16' ? 'utf-16le' : wanted
  const bytes = iconv.encode(text, encoding, { addBOM: bom ?? wanted === 'utf-16' })
  if (encoding.startsWith('utf')) return bytes
  const back = iconv.decode(bytes, encoding)
  if (back === text) return bytes
  const position = [...text].findIndex((sign, index) => [...back][index] !== sign)
  const sign = [...text][position]?.codePointAt(0) ?? 0
  throw unreadable(`${encoding} has no character U+${sign.toString(16).toUpperCase().padStart(4, '0')}`)
}

function decodeUnicode(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw unreadable(`it is not ${encoding}`, 'Name its encoding, for example `encoding: windows-1252`.')
  }
}

function markOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : undefined
}

function fits(marked: string, wanted: string): boolean {
  // The mark's bytes are ordinary letters in an encoding of one byte a character.
  return marked === wanted || (wanted === 'utf-16' && marked.startsWith('utf-16'))
}

function unreadable(why: string, remedy?: string): StandinError {
  const message = `the file cannot be read or written as text: ${why}`
  return new StandinError('finding', { code: 'file.encoding', message, ...(remedy !== undefined && { remedy }) })
}
