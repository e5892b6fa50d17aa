import { expect, test } from 'vitest'
import { type KeySource, keyFrom } from '../../../src/app/keys/key-from.ts'
import { StandinError } from '../../../src/core/error.ts'

const good = 'c4f1a2b39d8e7f60512233445566778899aabbccddeeff00112a3b4c5d6e7f81'
let drawn = 0
const ambient = {
  randomBytes: (count: number) => Uint8Array.from({ length: count }, (_, index) => (index * 37 + ++drawn * 11) & 255),
}

async function problemOf(source: KeySource): Promise<string> {
  const error = await keyFrom(source, ambient).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof StandinError)) return 'no problem'
  expect(error.kind).toBe('usage')
  expect(JSON.stringify(error.problems)).not.toContain(good)
  return `${error.code}: ${error.message}`
}

test.each<[KeySource, string]>([
  [{}, 'key.missing: there is no key, and none is made up: who knows the key can tell who is behind a persona'],
  [
    { variable: '' },
    'key.missing: there is no key, and none is made up: who knows the key can tell who is behind a persona',
  ],
  [
    { variable: 'not a key' },
    'key.format: the key in STANDIN_KEY is neither hexadecimal nor base64: 64 hexadecimal digits were expected',
  ],
  [{ variable: 'abcd' }, 'key.weak: the key in STANDIN_KEY has 2 bytes: at least 32 are needed'],
  [{ variable: '0'.repeat(64) }, 'key.weak: the key in STANDIN_KEY repeats itself'],
  [
    { variable: good, keyFile: '/k' },
    'key.several: both --key-file and STANDIN_KEY are given, and only one key can count',
  ],
  [
    { ephemeral: true, keyFile: '/k' },
    'key.several: both --key-file and --ephemeral-key are given, and only one key can count',
  ],
  [
    { keyFile: '/none/standin.key' },
    "key.unreadable: cannot read the key file /none/standin.key: ENOENT: no such file or directory, stat '/none/standin.key'",
  ],
])('%j is refused', async (source, problem) => {
  expect(await problemOf(source)).toBe(problem)
})

test('a missing key is told how to make one', async () => {
  await expect(keyFrom({}, ambient)).rejects.toMatchObject({
    problems: [{ remedy: expect.stringContaining('standin key new --out standin.key') }],
  })
})

test('the fingerprint is the key’s, and not the key', async () => {
  const first = await keyFrom({ variable: good }, ambient)
  const again = await keyFrom({ variable: `${good.toUpperCase()}\n` }, ambient)
  const other = await keyFrom({ variable: good.replace('c4', 'c5') }, ambient)
  expect(first.fingerprint).toBe(again.fingerprint)
  expect(first.fingerprint).toMatch(/^[0-9a-f]{32}$/)
  expect(first.fingerprint).not.toBe(other.fingerprint)
  expect(good).not.toContain(first.fingerprint)
})

test('an ephemeral key is another one each time, whatever the environment says', async () => {
  const first = await keyFrom({ ephemeral: true, variable: good }, ambient)
  const second = await keyFrom({ ephemeral: true }, ambient)
  expect(first.ephemeral).toBe(true)
  expect(first.fingerprint).not.toBe(second.fingerprint)
})
