/** The partition of a key, the same that Kafka's clients choose: murmur2 over its UTF-8 bytes, without the sign. */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(new TextEncoder().encode(key)) & 0x7fffffff) % partitions
}

/** MurmurHash2, 32 bits, with the seed of Kafka's default partitioner; a signed number, as in Java. */
export function murmur2(bytes: Uint8Array): number {
  const multiplier = 0x5bd1e995
  const { length } = bytes
  let hash = 0x9747b28c ^ length
  let at = 0
  for (; length - at >= 4; at += 4) {
    let word = byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24)
    word = Math.imul(word, multiplier)
    word = Math.imul(word ^ (word >>> 24), multiplier)
    hash = Math.imul(hash, multiplier) ^ word
  }
  const left = length - at
  if (left >= 3) hash ^= byte(bytes, at + 2) << 16
  if (left >= 2) hash ^= byte(bytes, at + 1) << 8
  if (left >= 1) hash = Math.imul(hash ^ byte(bytes, at), multiplier)
  hash = Math.imul(hash ^ (hash >>> 13), multiplier)
  return hash ^ (hash >>> 15)
}

function byte(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0
}
