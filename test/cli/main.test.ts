import { expect, test } from 'vitest'
import { cacheDirectory } from '../../src/cli/cache-directory.ts'
import { hasColor } from '../../src/cli/color.ts'
import { commandContext } from '../../src/cli/command-context.ts'
import { configurationOf } from '../../src/cli/configuration.ts'
import { watchInterruptions } from '../../src/cli/interruption.ts'
import { main } from '../../src/cli/main.ts'
import { formatProblems } from '../../src/cli/report-failure.ts'
import { environmentError, exitCodes, StandinError, usageError } from '../../src/core/error.ts'
import { memoryIo } from './memory-io.ts'

test('an interrupted command exits with 130 and says nothing more', async () => {
  const { io, signal: send, printed } = memoryIo()
  using interruption = watchInterruptions(io)
  const context = commandContext(io, interruption.signal)
  const running = context.action(
    async () =>
      await new Promise<number>((_, reject) =>
        interruption.signal.addEventListener('abort', () => reject(interruption.signal.reason)),
      ),
  )()
  send('SIGINT')
  await running
  expect(interruption.exitCode()).toBe(exitCodes.interrupted)
  expect(printed.err).toBe('\nSIGINT: stopping and cleaning up; once more stops at once\n')
})

test('what goes wrong while cleaning up after an interruption is said', async () => {
  const { io, signal: send, printed } = memoryIo()
  using interruption = watchInterruptions(io)
  send('SIGTERM')
  await commandContext(io, interruption.signal).action(async () => {
    throw environmentError({ code: 'x', message: 'the directory /x cannot be removed' })
  })()
  expect(printed.err).toContain('error: the directory /x cannot be removed')
})

test('the second signal ends the process at once', () => {
  const { io, signal: send, exits } = memoryIo()
  using interruption = watchInterruptions(io)
  send('SIGINT')
  expect(exits).toEqual([])
  expect(interruption.signal.aborted).toBe(true)
  send('SIGINT')
  expect(exits).toEqual([130])
})

test('an exception that nobody caught is a bug: it stops the command, with the stack and exit code 70', () => {
  const { io, uncaught, printed } = memoryIo()
  using interruption = watchInterruptions(io)
  uncaught(new TypeError('no such thing'))
  expect(interruption.signal.aborted).toBe(true)
  expect(interruption.exitCode()).toBe(70)
  expect(printed.err).toMatch(/TypeError: no such thing\n {4}at .*\n[\s\S]*This is a bug in standin: please report it/)
})

test('no listener is left behind', async () => {
  const memory = memoryIo()
  expect(await main(['scenario', '--help'], memory.io)).toBe(0)
  expect(memory.listeners()).toBe(0)
})

test.each([
  ['finding', 1],
  ['usage', 2],
  ['environment', 3],
  ['inconclusive', 4],
  ['interrupted', 130],
] as const)('a foreseen %s exits with %i', async (kind, code) => {
  const { io } = memoryIo()
  const context = commandContext(io, new AbortController().signal)
  await context.action(async () => {
    throw new StandinError(kind, { code: 'x', message: 'foreseen' })
  })()
  expect(context.exitCode).toBe(code)
})

test('a bug exits with 70, and a failure met while cleaning up hides nothing', async () => {
  const { io, printed } = memoryIo()
  const context = commandContext(io, new AbortController().signal)
  await context.action(async () => {
    await using _resource = {
      async [Symbol.asyncDispose]() {
        throw environmentError({ code: 'x', message: 'second' })
      },
    }
    throw usageError({ code: 'x', message: 'first' })
  })()
  expect(context.exitCode).toBe(2)
  expect(printed.err).toBe('error: first\nerror: second\n')
  await context.action(async () => {
    throw new Error('not foreseen', { cause: new Error('deeper') })
  })()
  expect(context.exitCode).toBe(70)
  expect(printed.err).toMatch(/Error: not foreseen\n[\s\S]*caused by Error: deeper\n/)
})

test('a problem is printed with its place, the line and the remedy', () => {
  const place = { file: 'a.yaml', line: 3, column: 5, text: '    stepz: []' }
  expect(formatProblems([{ code: 'x', message: 'unknown key "stepz"', place, remedy: 'Did you mean "steps"?' }])).toBe(
    'error: unknown key "stepz"\n  a.yaml:3:5\n  3 |     stepz: []\n          ^\n  Did you mean "steps"?\n',
  )
})

test('of a great many problems only the first are printed', () => {
  const problems = Array.from({ length: 30 }, (_, index) => ({ code: 'x', message: `problem ${index}` }))
  const lines = formatProblems(problems).trimEnd().split('\n')
  expect(lines).toHaveLength(21)
  expect(lines.at(-1)).toBe('… and 10 more')
})

test('the cache is where the platform has it', () => {
  const place = { env: {}, cwd: '/w', home: '/h', platform: 'linux', root: false }
  expect(cacheDirectory(place)).toBe('/h/.cache/standin')
  expect(cacheDirectory({ ...place, env: { XDG_CACHE_HOME: '/x' } })).toBe('/x/standin')
  expect(cacheDirectory({ ...place, env: { XDG_CACHE_HOME: 'x' } })).toBe('/h/.cache/standin')
  expect(cacheDirectory({ ...place, platform: 'darwin' })).toBe('/h/Library/Caches/standin')
  expect(cacheDirectory({ ...place, root: true, env: { XDG_CACHE_HOME: '/x' } })).toBe('/var/cache/standin')
  expect(cacheDirectory({ ...place, root: true, env: { STANDIN_CACHE_DIR: 'c' } })).toBe('/w/c')
})

test('the configuration is frozen and its paths are absolute', () => {
  const { io } = memoryIo({ cwd: '/nowhere' })
  const configuration = configurationOf(io, { landscape: 'a/b.yaml' })
  expect(configuration.landscapeFile).toBe('/nowhere/a/b.yaml')
  expect(Object.isFrozen(configuration)).toBe(true)
  expect(configurationOf(io, {})).not.toHaveProperty('landscapeFile')
})

test('colours are for terminals that can, unless NO_COLOR says no', () => {
  const terminal = { write: () => undefined, isTTY: true }
  expect(hasColor(memoryIo().io, terminal)).toBe(true)
  expect(hasColor(memoryIo().io, { ...terminal, isTTY: false })).toBe(false)
  expect(hasColor(memoryIo({ env: { NO_COLOR: '1' } }).io, terminal)).toBe(false)
  expect(hasColor(memoryIo({ env: { NO_COLOR: '' } }).io, terminal)).toBe(true)
  expect(hasColor(memoryIo({ env: { TERM: 'dumb' } }).io, terminal)).toBe(false)
})
