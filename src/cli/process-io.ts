import { randomBytes } from 'node:crypto'
import { homedir, tmpdir } from 'node:os'
import { cacheDirectory } from './cache-directory.ts'
import type { CliIo, Output } from './io.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The process that this runs in, as the command line sees it. */
export function processIo(): CliIo {
  const { env, platform, execPath } = process
  const cwd = process.cwd()
  return {
    out: output(process.stdout),
    err: output(process.stderr),
    env,
    cwd,
    cacheDirectory: cacheDirectory({ env, cwd, platform, home: homedir(), root: process.getuid?.() === 0 }),
    temporaryDirectory: tmpdir(),
    ambient: { wallClock: { now: () => Date.now() }, randomBytes, processId: process.pid },
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

function output(stream: NodeJS.WriteStream): Output {
  stream.on('error', () => undefined)
  return { write: (text) => void stream.write(text), isTTY: stream.isTTY === true }
}
