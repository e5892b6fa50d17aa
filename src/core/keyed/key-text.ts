import type { Problem } from '../error.ts'

/** SHA-256 of words that people take for keys: the empty text, password, test, secret, admin, changeme, 123456, key, standin, hello. */
const wellKnown = new Set([
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8',
  '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b',
  '8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918',
  '057ba03d6c44104863dc7361fe4578965d1887360f90a0895882e58a6248fc86',
  '8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92',
  '2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683',
  'd7b180dc276f0d2d270b0586cce6877a32ecd82e02f0059cddd1d6e87471020a',
  '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
])

const fewestBytes = 32
const mostBytes = 64

export type KeyReading = { key: Uint8Array } | { problem: Problem }

/**
 * A key as it is written in a file or an environment variable: 32 to 64 bytes in hexadecimal, base64 or base64url, with
 * white space around. A key that somebody might guess is a problem; the problem never shows the key.
 */
export function readKey(text: string): KeyReading {
  const key = decodeKey(text.trim())
  if (key === undefined)
    return refusal('key.format', 'the key is neither hexadecimal nor base64: 64 hexadecimal digits were expected')
  const weakness = weaknessOf(key)
  return weakness === undefined ? { key } : refusal('key.weak', `the key ${weakness}`)
}

/** A new key as text, from 32 bytes of a cryptographically secure generator. */
export function newKeyText(randomBytes: Uint8Array): string {
  if (randomBytes.length !== fewestBytes) throw new RangeError(`a new key takes ${fewestBytes} bytes`)
  return hexOf(randomBytes)
}

function decodeKey(text: string): Uint8Array | undefined {
  if (/^([\da-f]{2})+$/i.test(text))
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  if (!/^[\w+/-]+={0,2}$/.test(text)) return undefined
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

/** Random keys of 32 bytes fail one of these tests in less than one of a billion cases. */
function weaknessOf(key: Uint8Array): string | undefined {
  if (key.length < fewestBytes) return `has ${key.length} bytes: at least ${fewestBytes} are needed`
  if (key.length > mostBytes) return `has ${key.length} bytes: at most ${mostBytes} are taken`
  if (wellKnown.has(hexOf(key))) return 'is the hash of a word that everybody knows'
  if (isPeriodic(key)) return 'repeats itself'
  if (key.every((byte, index) => index < 2 || ((byte - (key[index - 1] ?? 0)) & 255) === stepOf(key)))
    return 'is a sequence'
  if (key.every((byte) => byte >= 0x20 && byte < 0x7f)) return 'is a text, not chance'
  if (new Set(key).size < key.length / 2) return 'has too few different bytes'
  return undefined
}

function isPeriodic(key: Uint8Array): boolean {
  for (let period = 1; period <= key.length / 2; period += 1)
    if (key.every((byte, index) => index < period || byte === key[index - period])) return true
  return false
}

function stepOf(key: Uint8Array): number {
  return ((key[1] ?? 0) - (key[0] ?? 0)) & 255
}

function hexOf(key: Uint8Array): string {
  return Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function refusal(code: string, message: string): KeyReading {
  return { problem: { code, message, remedy: 'make one with `standin key new`' } }
}
