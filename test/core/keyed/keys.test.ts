import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { newKeyText, readKey } from '../../../src/core/keyed/key-text.ts'
import { type KeyedFunction, keyedFunction } from '../../../src/core/keyed/keyed-function.ts'

const bytes = Uint8Array.from({ length: 32 }, (_, index) => index)

/** The vectors of docs/reference/keys.md. */
test.each([
  ['the root', (root: KeyedFunction) => root, '6dc3ca854ae8ed48cc4ced0aa81579a2'],
  ['a label', (root: KeyedFunction) => root.derive('identity'), 'd28905b757c8a99da2e938e6215fa65e'],
  [
    'a label of a label',
    (root: KeyedFunction) => root.derive('identity').derive('customer'),
    '919b68fbf48092cb3ee76ebccc819341',
  ],
])('published vector: %s', (_name, of, vector) => {
  const out = new Int32Array(4)
  of(keyedFunction(bytes)).digest(new TextEncoder().encode('123'), 0, 3, out)
  expect(Buffer.from(out.buffer).toString('hex')).toBe(vector)
})

test('every bit of the key and the label counts', () => {
  const digest = (keyed: KeyedFunction) => {
    const out = new Int32Array(4)
    keyed.digest(bytes, 0, 5, out)
    return out.join()
  }
  const keys = Array.from({ length: 256 }, (_, bit) =>
    keyedFunction(bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))),
  )
  const all = [keyedFunction(bytes), keyedFunction(bytes).derive(''), keyedFunction(bytes).derive('a'), ...keys]
  expect(new Set(all.map(digest)).size).toBe(259)
})

test('digests under several labels are those of each label, and no others are written', () => {
  const root = keyedFunction(bytes)
  const labels = Array.from({ length: 32 }, (_, index) => `label ${index}`)
  const words = Int32Array.of(1, -2, 0x7fffffff, -0x80000000)
  const alone = new Int32Array(4)
  for (const which of [0, 1, 1 << 31, 0b11, 0b10110, -1, 0x7fff0001]) {
    const together = new Int32Array(4 * labels.length).fill(7)
    root.digestsOfWords(labels)(words, which, together)
    for (const [index, label] of labels.entries()) {
      const [a, b, c, d] = words as unknown as [number, number, number, number]
      if ((which & (1 << index)) === 0) alone.fill(7)
      else root.derive(label).digestWords(a, b, c, d, alone)
      expect(together.subarray(4 * index, 4 * index + 4)).toEqual(alone)
    }
  }
})

test('a new key can be read again, in every form', () => {
  for (let round = 0; round < 200; round += 1) {
    const random = new Uint8Array(randomBytes(32))
    const text = newKeyText(random)
    expect(readKey(` ${text}\n`)).toEqual({ key: random })
    expect(readKey(text.toUpperCase())).toEqual({ key: random })
    expect(readKey(Buffer.from(random).toString('base64'))).toEqual({ key: random })
    expect(readKey(Buffer.from(random).toString('base64url'))).toEqual({ key: random })
  }
})

test.each([
  ['no text', '', 'key.format'],
  ['a sentence', 'correct horse battery staple!', 'key.format'],
  ['a short key', 'a1b2c3d4e5f60718293a4b5c6d7e8f90', 'key.weak'],
  ['too long a key', randomBytes(65).toString('hex'), 'key.weak'],
  ['zeros', '0'.repeat(64), 'key.weak'],
  ['a repeated half', '9f86d081884c7d659a2feaa0c55ad015'.repeat(2), 'key.weak'],
  ['a sequence', Buffer.from(bytes).toString('hex'), 'key.weak'],
  ['a text in base64', Buffer.from('this is my secret passphrase, 2026').toString('base64'), 'key.weak'],
  ['the hash of a word', createHash('sha256').update('password').digest('hex'), 'key.weak'],
  ['few different bytes', `${'00ff'.repeat(12)}0102030405060708`, 'key.weak'],
])('%s is no key', (_name, text, code) => {
  const reading = readKey(text)
  expect('problem' in reading && reading.problem.code).toBe(code)
  if ('problem' in reading && text.length > 8) expect(JSON.stringify(reading.problem)).not.toContain(text)
})
