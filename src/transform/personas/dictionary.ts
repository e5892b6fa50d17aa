import type { ByteSink } from '../../core/rows/byte-sink.ts'

/** Texts in UTF-8, one behind the other. */
export interface Dictionary {
  readonly bytes: Uint8Array
  /** Where each text begins; one more than there are texts. */
  readonly starts: Int32Array
  readonly count: number
}

export function dictionary(texts: readonly string[]): Dictionary {
  if (texts.length === 0) throw new RangeError('a dictionary holds at least one text')
  const encoded = texts.map((text) => new TextEncoder().encode(text))
  const starts = new Int32Array(texts.length + 1)
  encoded.forEach((text, index) => {
    starts[index + 1] = (starts[index] as number) + text.length
  })
  const bytes = new Uint8Array(starts[texts.length] as number)
  encoded.forEach((text, index) => {
    bytes.set(text, starts[index])
  })
  return { bytes, starts, count: texts.length }
}

/** Appends the text at a place. There has to be room. */
export function putEntry(dictionary: Dictionary, index: number, out: ByteSink): void {
  const { bytes, starts } = dictionary
  const end = starts[index + 1] as number
  const to = out.bytes
  let at = out.length
  for (let from = starts[index] as number; from < end; from += 1, at += 1) to[at] = bytes[from] as number
  out.length = at
}

/** Appends at most `most` bytes of a text of ASCII at a place. There has to be room. */
export function putStart(dictionary: Dictionary, index: number, most: number, out: ByteSink): void {
  const { bytes, starts } = dictionary
  const start = starts[index] as number
  const end = Math.min(starts[index + 1] as number, start + most)
  const to = out.bytes
  let at = out.length
  for (let from = start; from < end; from += 1, at += 1) to[at] = bytes[from] as number
  out.length = at
}

/** How many bytes the text at a place has. */
export function lengthAt(dictionary: Dictionary, index: number): number {
  return (dictionary.starts[index + 1] as number) - (dictionary.starts[index] as number)
}

/** A place in `[0, count)` from 32 random bits. */
export function pick(word: number, count: number): number {
  return Math.floor((word >>> 0) * 2 ** -32 * count)
}
