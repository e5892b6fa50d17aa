import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const root = new URL('../../', import.meta.url)

interface Script {
  child: ChildProcess
  printed: { out: string; err: string }
  /** Resolves when the text has been printed to stdout. */
  said(text: string): Promise<void>
}

/** Runs a few lines of JavaScript in a process of its own; `at` gives the URL of a file of the package. */
function script(lines: string): Script {
  const code = `const at = (path) => new URL(path, ${JSON.stringify(root.href)}).href\n${lines}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: fileURLToPath(root),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const printed = { out: '', err: '' }
  child.stdout.on('data', (data) => {
    printed.out += data
  })
  child.stderr.on('data', (data) => {
    printed.err += data
  })
  const said = async (text: string): Promise<void> => {
    while (!printed.out.includes(text)) await once(child.stdout, 'data')
  }
  return { child, printed, said }
}

const interruptible = `
  const { processIo } = await import(at('dist/cli/process-io.js'))
  const { watchInterruptions } = await import(at('dist/cli/interruption.js'))
  const interruption = watchInterruptions(processIo())
  const alive = setInterval(() => undefined, 1000)
`

test('the first SIGINT lets a command clean up, the second ends it with 130', async () => {
  const { child, printed, said } = script(`${interruptible}
    interruption.signal.addEventListener('abort', () => console.log('cleaning up'))
    console.log('ready')`)
  await said('ready')
  child.kill('SIGINT')
  await said('cleaning up')
  child.kill('SIGINT')
  expect(await once(child, 'close')).toEqual([130, null])
  expect(printed.err).toContain('SIGINT: stopping and cleaning up; once more stops at once')
})

test.each(['SIGTERM', 'SIGHUP'] as const)('%s lets a command clean up, too', async (signal) => {
  const { child, said } = script(`${interruptible}
    interruption.signal.addEventListener('abort', () => clearInterval(alive))
    console.log('ready')`)
  await said('ready')
  child.kill(signal)
  expect(await once(child, 'close')).toEqual([0, null])
})

test('a rejection that nobody caught lets a command clean up, and is said to be a bug', async () => {
  const { child, printed } = script(`${interruptible}
    interruption.signal.addEventListener('abort', () => { clearInterval(alive); process.exitCode = interruption.exitCode() })
    Promise.reject(new RangeError('out of range'))`)
  expect(await once(child, 'close')).toEqual([70, null])
  expect(printed.err).toMatch(/RangeError: out of range[\s\S]*This is a bug in standin/)
})

test('a reader that goes away is no failure', async () => {
  const { child, said, printed } = script(`${interruptible}
    const { out } = processIo()
    out.write('ready')
    let left = 50
    setInterval(() => left-- > 0 ? out.write('more') : clearInterval(alive), 2).unref()`)
  await said('ready')
  child.stdout?.destroy()
  expect(await once(child, 'close')).toEqual([0, null])
  expect(printed.err).toBe('')
})

test('a Node that is too old is told so, with exit code 3', async () => {
  const { child, printed } = script(`
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })
    const { start } = await import(at('bin/start.js'))
    start(['--help'])`)
  expect(await once(child, 'close')).toEqual([3, null])
  expect(printed).toEqual({ out: '', err: 'standin needs Node 22.12 or newer, and this is Node 20.20.2.\n' })
})
