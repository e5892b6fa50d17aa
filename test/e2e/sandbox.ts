import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  out: string
  err: string
}

export interface RunningCommand {
  child: ChildProcess
  /** Resolves as soon as this was printed to either stream. */
  said(pattern: RegExp): Promise<void>
  /** What it has printed to both streams so far. */
  printed(): string
  ended: Promise<Ended>
}

export interface StartOptions {
  env?: Record<string, string>
  cwd?: string
  /** Another installation than the checkout. */
  home?: string
}

/** A temporary directory of its own, in which commands are run as a user would type them. */
export interface Sandbox extends Disposable {
  directory: string
  start(command: string, options?: StartOptions): RunningCommand
  run(command: string, options?: StartOptions): Promise<Ended>
  /** What commands have left behind in the temporary directory. */
  left(): string[]
  /** Processes whose command line names the temporary directory. */
  processes(): string[]
}

const root = fileURLToPath(new URL('../..', import.meta.url))

export function sandbox(): Sandbox {
  const directory = mkdtempSync(join(tmpdir(), 'e2e-'))
  // The database server of root runs as another user.
  chmodSync(directory, 0o755)
  const start = (command: string, { env = {}, cwd = root, home = root }: StartOptions = {}): RunningCommand => {
    const [program = '', ...args] = command.split(' ')
    const child = spawn(process.execPath, [join(home, 'bin', `${program}.js`), ...args], {
      cwd,
      env: { ...ordinary(process.env), TMPDIR: directory, STANDIN_CACHE_DIR: inject('cacheDirectory'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let printed = ''
    let closed = false
    child.once('close', () => {
      closed = true
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        printed += data
      })
    }
    const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
      ([out, err, [code, signal]]) => ({
        code,
        signal,
        out,
        err,
      }),
    )
    return {
      child,
      ended,
      printed: () => printed,
      async said(pattern) {
        while (!pattern.test(printed)) {
          if (closed) throw new Error(`the command ended without saying ${pattern}:\n${printed}`)
          const waiting = new AbortController()
          const { signal } = waiting
          const events = [once(child.stdout, 'data', { signal }), once(child.stderr, 'data', { signal })]
          await Promise.race([...events, once(child, 'close', { signal })])
          waiting.abort()
        }
      },
    }
  }
  return {
    directory,
    start,
    run: (command, options) => start(command, options).ended,
    left: () => readdirSync(directory),
    processes: () => processesNaming(directory),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  }
}

/** The environment without what would change the meaning of a command, or add to what it prints. */
function ordinary(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(STANDIN|GITHUB)_/.test(name)))
}

function processesNaming(directory: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readCommand(pid))
    .filter((command) => command.includes(directory))
}

function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
