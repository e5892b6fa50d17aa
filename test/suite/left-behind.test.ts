import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { leftBehind, type SuiteDirectories, sharedMemory } from './left-behind.ts'

/** Milliseconds for what does not end. */
const patience = 100

const root = fileURLToPath(new URL('../..', import.meta.url))

function suite(): SuiteDirectories {
  const directory = mkdtempSync(join(tmpdir(), 'left-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const [temporary, cache] = [join(directory, 'tmp'), join(directory, 'cache')]
  for (const one of [temporary, cache]) mkdirSync(one)
  return { directory, temporary, cache, before: sharedMemory() }
}

/** Without the shared memory that tests beside this one leave for a moment. */
async function left(of: SuiteDirectories, within?: number): Promise<string[]> {
  const lines = await leftBehind(of, within)
  return lines.filter((line) => !/^shared memory|^\/dev\/shm/.test(line))
}

test('of a suite that has cleaned up nothing is left', async () => {
  const clean = suite()
  mkdirSync(join(clean.cache, 'postgres', '18.4.0-1-shop'), { recursive: true })
  expect(await left(clean, patience)).toEqual([])
})

test('directories, sockets, and what the cache has half made are named', async () => {
  const { directory, temporary, cache, before } = suite()
  mkdirSync(join(temporary, 'standin-run-abc'))
  mkdirSync(join(cache, 'postgres', 'partial-abc'), { recursive: true })
  const found = await left({ directory, temporary, cache, before }, patience)
  expect(found).toEqual([join(temporary, 'standin-run-abc'), join(cache, 'postgres', 'partial-abc')])
})

const listening = `require('node:net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })`

test.each<[string, (directory: string) => { cwd?: string; env?: NodeJS.ProcessEnv; more?: string }]>([
  ['works in its directory', (directory) => ({ cwd: directory })],
  ['was given its temporary directory', (directory) => ({ env: { TMPDIR: join(directory, 'tmp') } })],
  ['names it in its command', (directory) => ({ more: join(directory, 'data') })],
])('a process that %s is named, with its port', async (_, how) => {
  const directories = suite()
  const { more, ...options } = { cwd: '/', env: {}, ...how(directories.directory) }
  const child = spawn(process.execPath, ['-e', listening, ...(more ? [more] : [])], {
    ...options,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const [port] = await once(child.stdout, 'data')
    const lines = await left(directories, patience)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(new RegExp(`^process ${child.pid}: .*listening on ${String(port).trim()}$`))
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  expect(await left(directories, patience)).toEqual([])
})

test('a suite that leaves something fails, says what, and removes it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'left-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const config = `export default { root: ${JSON.stringify(root)}, test: {
    dir: ${JSON.stringify(directory)}, include: ['*.test.ts'],
    globalSetup: ['test/suite/suite-directory.ts'], setupFiles: ['test/suite/each-file.ts'], teardownTimeout: 120_000 } }`
  writeFileSync(join(directory, 'vitest.config.mjs'), config)
  writeFileSync(
    join(directory, 'leaves.test.ts'),
    `import { mkdtempSync } from 'node:fs'
     import { once } from 'node:events'
     import { createServer } from 'node:net'
     import { tmpdir } from 'node:os'
     import { test } from ${JSON.stringify(join(root, 'node_modules/vitest/dist/index.js'))}
     test('leaves a directory', () => { mkdtempSync(tmpdir() + '/forgotten-') })
     test('leaves a port', () => once(createServer().listen(0, '127.0.0.1'), 'listening'))`,
  )
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const arguments_ = [vitest, 'run', '--config', join(directory, 'vitest.config.mjs')]
  const ended = await promisify(execFile)(process.execPath, arguments_, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
  }).catch((thrown: { code: number; stdout: string; stderr: string }) => thrown)
  const said = `${ended.stdout}${ended.stderr}`
  expect(said).toContain('2 passed')
  const [, forgotten = ''] = /this suite has left behind:\n(\S+\/forgotten-\w+)\n/.exec(said) ?? []
  expect(forgotten).not.toBe('')
  expect(existsSync(dirname(dirname(forgotten)))).toBe(false)
  expect(said).toContain('this file of tests has left 1 ports open')
  expect(ended).toMatchObject({ code: 1 })
})
