import { appendInSteps, type ByteSink, stepBytes } from '../../core/rows/byte-sink.ts'

/** Texts in UTF-8, one behind the other. */
export interface Dictionary {
  readonly bytes: Uint8Array
  /** The same memory, for words; has a step of `appendInSteps` behind the last byte. */
  readonly view: DataView
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
  const bytes = new Uint8Array((starts[texts.length] as number) + stepBytes)
  encoded.forEach((text, index) => {
    bytes.set(text, starts[index])
  })
  return { bytes, view: new DataView(bytes.buffer), starts, count: texts.length }
}

/** Appends the text at a place. There has to be room for it and a step of `appendInSteps`. */
export function putEntry({ view, starts }: Dictionary, index: number, out: ByteSink): void {
  appendInSteps(out, view, starts[index] as number, starts[index + 1] as number)
}

/** Appends at most `most` bytes of a text of ASCII at a place. There has to be room for it and a step of `appendInSteps`. */
export function putStart({ view, starts }: Dictionary, index: number, most: number, out: ByteSink): void {
  const start = starts[index] as number
  appendInSteps(out, view, start, Math.min(starts[index + 1] as number, start + most))
}

/** How many bytes the text at a place has. */
export function lengthAt(dictionary: Dictionary, index: number): number {
  return (dictionary.starts[index + 1] as number) - (dictionary.starts[index] as number)
}

/** A place in `[0, count)` from 32 random bits; `count` is below 2^32. */
export function pick(word: number, count: number): number {
  return ((word >>> 0) * 2 ** -32 * count) >>> 0
}
