import { chaskey12, chaskeys12, type TagsOfWords, wordAt } from './chaskey.ts'

/** A keyed pseudo-random function: without the key, nothing can be said of its results. */
export interface KeyedFunction {
  /** Writes 128 bits that stand for `bytes[start, end)` into the first four places. Allocates nothing. */
  digest(bytes: Uint8Array, start: number, end: number, out: Int32Array): void
  /** The digest of the 16 bytes (little-endian) that four words make up. Faster than by way of bytes. */
  digestWords(a: number, b: number, c: number, d: number, out: Int32Array): void
  /** A function under a key of its own, so that results for different purposes have nothing in common. */
  derive(label: string): KeyedFunction
  /** For up to 32 labels, what `digestWords` of each one's function gives. */
  digestsOfWords(labels: readonly string[]): TagsOfWords
}

const forData = 0
const forLabel = 1
const forKey = 2

/**
 * A keyed function over Chaskey-12. A node of the tree of keys has 128 bits, which never meet data: `digest` runs under
 * the node's tag of the byte 0, and `derive` gives the node whose key is the tag of the byte 1 and the label in UTF-8.
 * The first node's key is the tag of the byte 2 and the rest of the master key, under the master key's first 16 bytes.
 * Test vectors: docs/reference/keys.md.
 */
export function keyedFunction(key: Uint8Array): KeyedFunction {
  if (key.length < 16) throw new RangeError('a key has at least 16 bytes')
  return node(tagUnder(wordsOf(key), forKey, key.subarray(16)))
}

function node(key: Int32Array): KeyedFunction {
  const { tag, tagOfWords } = chaskey12(dataKey(key))
  const childKey = (label: string) => tagUnder(key, forLabel, new TextEncoder().encode(label))
  return {
    digest: tag,
    digestWords: tagOfWords,
    derive: (label) => node(childKey(label)),
    digestsOfWords: (labels) => chaskeys12(labels.map((label) => dataKey(childKey(label)))),
  }
}

function dataKey(key: Int32Array): Int32Array {
  return tagUnder(key, forData, new Uint8Array(0))
}

function tagUnder(key: Int32Array, purpose: number, rest: Uint8Array): Int32Array {
  const message = Uint8Array.of(purpose, ...rest)
  const out = new Int32Array(4)
  chaskey12(key).tag(message, 0, message.length, out)
  return out
}

function wordsOf(key: Uint8Array): Int32Array {
  return Int32Array.of(wordAt(key, 0), wordAt(key, 4), wordAt(key, 8), wordAt(key, 12))
}
