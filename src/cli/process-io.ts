import { randomBytes } from 'node:crypto'
import { homedir, tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { cacheDirectory } from './cache-directory.ts'
import type { CliIo, Output } from './io.ts'
import { packageVersion } from './package-version.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The process that this runs in, as the command line sees it. */
export function processIo(): CliIo {
  const { env, platform, execPath } = process
  const cwd = process.cwd()
  const err = output(process.stderr)
  return {
    out: output(process.stdout),
    err,
    env,
    cwd,
    cacheDirectory: cacheDirectory({ env, cwd, platform, home: homedir(), root: process.getuid?.() === 0 }),
    temporaryDirectory: tmpdir(),
    ambient: {
      wallClock: { now: () => Date.now() },
      randomBytes,
      tell: err.write,
      processId: process.pid,
      versions: { standin: packageVersion(), node: process.versions.node, platform: `${platform} ${process.arch}` },
    },
    ...(process.stdin.isTTY && process.stderr.isTTY && { ask }),
    execPath,
    onSignal(listener) {
      for (const name of signals) process.on(name, listener)
      return {
        [Symbol.dispose]() {
          for (const name of signals) process.off(name, listener)
        },
      }
    },
    onUncaught(listener) {
      process.on('uncaughtException', listener)
      return { [Symbol.dispose]: () => void process.off('uncaughtException', listener) }
    },
    exit: (code) => process.exit(code),
  }
}

function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise<string | undefined>((resolve) => {
    const none = (): void => resolve(undefined)
    signal.addEventListener('abort', none, { once: true })
    lines.on('close', none)
    // In the terminal's raw mode Ctrl-C arrives as a key.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    lines.question(question, resolve)
  }).finally(() => lines.close())
}

function output(stream: NodeJS.WriteStream): Output {
  stream.on('error', () => undefined)
  return { write: (text) => void stream.write(text), isTTY: stream.isTTY === true, columns: () => stream.columns }
}
