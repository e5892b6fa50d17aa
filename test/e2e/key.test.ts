import { chmodSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keyFrom } from '../../src/app/keys/key-from.ts'
import { sandbox } from './sandbox.ts'

const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))

test('key new prints a key that is another one each time', async () => {
  using box = sandbox()
  const [first, second] = await Promise.all([box.run('standin key new'), box.run('standin key new --json')])
  expect(first).toMatchObject({ code: 0, err: '' })
  expect(first.out).toMatch(/^[0-9a-f]{64}\n$/)
  const { key } = JSON.parse(second.out)
  expect(key).toMatch(/^[0-9a-f]{64}$/)
  expect(first.out.trim()).not.toBe(key)
  expect(await keyFrom({ variable: key }, { randomBytes })).toMatchObject({ ephemeral: false })
})

test('key new --out writes a file that only its owner can read, and never over another', async () => {
  using box = sandbox()
  const path = join(box.directory, 'standin.key')
  expect(await box.run(`standin key new --out ${path}`)).toMatchObject({ code: 0, out: `${path}\n`, err: '' })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const key = readFileSync(path, 'utf8')
  const again = await box.run(`standin key new --out ${path}`)
  expect(again.code).toBe(2)
  expect(again.err).toBe(
    `error: ${path} is there already, and a key is never overwritten\n` +
      '  Give another name, or remove the file if nobody needs what was made with it.\n',
  )
  expect(readFileSync(path, 'utf8')).toBe(key)
  const fromFile = await keyFrom({ keyFile: path }, { randomBytes })
  const fromVariable = await keyFrom({ variable: key }, { randomBytes })
  expect(fromFile.fingerprint).toBe(fromVariable.fingerprint)
})

test('a directory that is not there is the environment’s failure', async () => {
  using box = sandbox()
  const { code, err } = await box.run(`standin key new --out ${join(box.directory, 'none', 'standin.key')}`)
  expect(code).toBe(3)
  expect(err).toContain('cannot write the key to')
})

test('a key file that everybody can read is refused', async () => {
  using box = sandbox()
  const path = join(box.directory, 'standin.key')
  await box.run(`standin key new --out ${path}`)
  chmodSync(path, 0o644)
  await expect(keyFrom({ keyFile: path }, { randomBytes })).rejects.toMatchObject({
    kind: 'usage',
    problems: [
      {
        code: 'key.exposed',
        message: `everybody on this machine can read or change the key file ${path}`,
        remedy: `Let nobody else see it: chmod 600 ${path}`,
      },
    ],
  })
})
