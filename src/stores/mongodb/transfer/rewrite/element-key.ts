import { malformed } from '../bson/element.ts'

/** Documents are nested 100 deep at most, says the server; some write deeper ones. */
const deepest = 512

/** The keys on the way to an element, by depth, as places in the document. */
export interface WalkedKeys {
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** 1 where the container at this depth is an array. */
  readonly inArray: Uint8Array
  /** Of the key that was read last. */
  hash: number
}

export function walkedKeys(): WalkedKeys {
  return { starts: new Int32Array(deepest), ends: new Int32Array(deepest), inArray: new Uint8Array(deepest), hash: 0 }
}

/** Reads the key at `start`, and gives where the value behind it begins. */
export function readKeyAt(keys: WalkedKeys, bytes: Uint8Array, start: number, limit: number, depth: number): number {
  if (depth >= deepest - 1) throw malformed()
  let at = start
  let hash = 0
  for (let byte = bytes[at] as number; byte !== 0; byte = bytes[at] as number) {
    hash = (Math.imul(hash, 31) + byte) | 0
    at += 1
    if (at >= limit) throw malformed()
  }
  keys.starts[depth] = start
  keys.ends[depth] = at
  keys.hash = hash
  return at + 1
}
