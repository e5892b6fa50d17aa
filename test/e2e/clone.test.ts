import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TransferSummary } from '../../src/app/clone/requests.ts'
import { contentOf } from '../stores/files/scratch.ts'
import { type CloneSetting, cloneSetting } from './clone-setting.ts'

const withKey = '--key-file standin.key'
let setting: CloneSetting

beforeAll(async () => {
  setting = await cloneSetting()
})

afterAll(() => setting[Symbol.asyncDispose]())

function path(name: string): string {
  return join(setting.directory, name)
}

function write(name: string, text: string): void {
  writeFileSync(path(name), text)
}

const files = ['policy.yaml', 'standin.key', 'standin.yaml', 'test.yaml']

/** What is there besides the files that the setting has written. */
function left(): string[] {
  return setting.box.left().filter((name) => !files.includes(name))
}

describe('a clone to a snapshot and from there to databases', () => {
  test('carries all rows, whatever the number of readers, byte for byte the same', async () => {
    const first = await setting.run(`standin clone ${withKey} --snapshot one --readers 1`)
    expect(first).toMatchObject({ code: 0 })
    expect(first.out).toContain('written to')
    expect(first.err).toMatch(/2 systems, 4 tables, about 100,000 rows, 1 readers/)
    expect(first.err).toContain('erp.invoice  60,000 rows')
    const second = await setting.run(`standin clone ${withKey} --snapshot two --readers 5 --json`)
    expect(second).toMatchObject({ code: 0 })
    expect(contentOf(path('two'))).toEqual(contentOf(path('one')))
    const summary = JSON.parse(second.out) as TransferSummary
    expect(summary).toMatchObject({ rows: 100_000, target: path('two') })
    expect(
      summary.systems.map(({ system, tables }) => [system, tables.map(({ table, rows }) => [table, rows])]),
    ).toEqual([
      [
        'erp',
        [
          ['invoice', 60_000],
          ['nothing', 0],
          ['partner', 20_000],
        ],
      ],
      ['shop', [['customer', 20_000]]],
    ])
    expect(left()).toEqual(['one', 'two'])
  })

  test('a seed loads it, and nothing but the databases is left', async () => {
    const before = await setting.databaseNames()
    expect(await setting.run('standin seed one --target test.yaml')).toMatchObject({ code: 0 })
    for (const name of ['erp', 'shop'])
      expect(await setting.checksums(`${name}_test`)).toEqual(await setting.checksums(name))
    expect(await setting.databaseNames()).toEqual([...before, 'erp_test', 'shop_test'].sort())
  })

  test('a clone to databases replaces what is there', async () => {
    const store = await setting.query('erp_test', 'delete from invoice where id > 10')
    expect(store).toEqual([])
    const { code, err } = await setting.run(`standin clone ${withKey} --target test.yaml`)
    expect({ code, err }).toMatchObject({ code: 0 })
    expect(await setting.checksums('shop_test')).toEqual(await setting.checksums('shop'))
  })

  test.each([
    ['one/erp/invoice', 'a chunk'],
    ['one/shop', 'a definition'],
  ])('a damaged snapshot is refused with the file in %s, and the target is as it was', async (directory) => {
    const before = await setting.checksums('erp_test')
    const [name = ''] = readdirSync(path(directory)).filter(
      (file) => !file.endsWith('schema.json') && file.includes('.'),
    )
    const bytes = readFileSync(path(`${directory}/${name}`))
    writeFileSync(
      path(`${directory}/${name}`),
      bytes.map((byte, index) => (index === 40 ? byte ^ 1 : byte)),
    )
    const { code, err } = await setting.run('standin seed one --target test.yaml')
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining(`${directory.slice(4)}/${name}: its content`),
    })
    writeFileSync(path(`${directory}/${name}`), bytes)
    expect(await setting.checksums('erp_test')).toEqual(before)
  })
})

describe('refused before anything is written', () => {
  test.each<[string, string, number, string]>([
    ['no key', 'standin clone --snapshot new', 2, 'there is no key'],
    ['no policy', `standin clone ${withKey} --policy none.yaml --snapshot new`, 2, 'cannot read the policy'],
    ['no destination', `standin clone ${withKey}`, 2, 'it is not said where the data goes'],
    ['two destinations', `standin clone ${withKey} --snapshot new --target test.yaml`, 2, 'expected one of'],
    [
      'an environment that is not up',
      `standin clone ${withKey} --from env:none --snapshot new`,
      2,
      'no environment "none"',
    ],
    ['a directory that is something else', `standin clone ${withKey} --snapshot .`, 2, 'is there and is no snapshot'],
    ['too many readers', `standin clone ${withKey} --snapshot new --readers 1000`, 2, 'from 1 to 64'],
    ['nothing to resume', `standin clone ${withKey} --snapshot new --resume`, 2, 'nothing to resume'],
    ['no snapshot', 'standin seed none --target test.yaml', 2, 'is no snapshot'],
    [
      'nothing there to be written to',
      `standin clone ${withKey} --target standin.yaml`,
      2,
      'names no store that is written to',
    ],
  ])('%s', async (_, command, code, message) => {
    const before = [left(), await setting.databaseNames()]
    expect(await setting.run(command)).toMatchObject({ code, err: expect.stringContaining(message) })
    expect([left(), await setting.databaseNames()]).toEqual(before)
  })

  test('a target that is a source, however it is addressed', async () => {
    const { url } = setting.databases
    const other = url('erp').replace('127.0.0.1', 'localhost')
    write(
      'same.yaml',
      `version: 1\nsystems:\n  erp: { store: { kind: postgres, target: "${other}" } }\n  shop: { store: { kind: postgres, target: "${url('shop_test')}" } }\n`,
    )
    const { code, err } = await setting.run(`standin clone ${withKey} --target same.yaml`)
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining('the target of erp is the same database as the source of erp'),
    })
    expect(err).not.toContain('c0ffee')
  })

  test('a target that is marked as production', async () => {
    const stores = ['erp', 'shop'].map(
      (name) => `  ${name}: { store: { kind: postgres, target: "${setting.databases.url(`${name}_test`)}" } }\n`,
    )
    write('marked.yaml', `version: 1\nenvironment: production\nsystems:\n${stores.join('')}`)
    expect(await setting.run(`standin clone ${withKey} --target marked.yaml`)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/store of erp is marked[\s\S]*store of shop is marked/),
    })
  })

  test('a column that no rule covers, with exit code 1', async () => {
    write('gaps.yaml', 'version: 1\ncolumns:\n  "erp.*": keep\n  shop.customer: { number: keep, born: keep }\n')
    expect(await setting.run(`standin clone ${withKey} --policy gaps.yaml --snapshot new`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('email'),
    })
    expect(existsSync(path('new'))).toBe(false)
  })
})

test('a source that cannot be reached ends with exit code 3, without its password', async () => {
  write(
    'gone.yaml',
    'version: 1\nsystems:\n  erp: { store: { kind: postgres, source: "postgres://u:secret-word@127.0.0.1:9/erp" } }\n',
  )
  const { code, err } = await setting.run(`standin clone ${withKey} --from gone.yaml --snapshot new`)
  expect({ code, err }).toMatchObject({ code: 3, err: expect.stringContaining('cannot be reached') })
  expect(err).not.toContain('secret-word')
})

test('a run that cannot be resumed says what has changed, and keeps what is there', async () => {
  const running = setting.start(`standin clone ${withKey} --snapshot half --readers 1`)
  await running.said(/readers\n/)
  running.child.kill('SIGKILL')
  await running.ended
  write('other.yaml', 'version: 1\ncolumns: { "erp.*": keep, "shop.*": { "*": keep } }\n')
  const refused = [
    [`${withKey} --policy other.yaml`, 'this has changed: the policy'],
    ['--ephemeral-key', 'this has changed: the key'],
  ]
  for (const [flags, message] of refused)
    expect(await setting.run(`standin clone ${flags} --snapshot half --resume`)).toMatchObject({
      code: 2,
      err: expect.stringContaining(message ?? ''),
    })
  await setting.query('shop', "update customer set email = 'changed' where number = 'C0000001'")
  expect(await setting.run(`standin clone ${withKey} --snapshot half --resume`)).toMatchObject({
    code: 2,
    err: expect.stringContaining('customer'),
  })
  expect(existsSync(path('half.partial'))).toBe(true)
  expect(await setting.run(`standin clone ${withKey} --snapshot half`)).toMatchObject({ code: 0 })
  expect(existsSync(path('half.partial'))).toBe(false)
})
