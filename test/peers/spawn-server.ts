import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { isListening } from './is-listening.ts'

/** A program that serves a port. */
export interface SpawnedServer extends AsyncDisposable {
  /** As `kill -9`. */
  kill(): Promise<void>
}

/** The server ends with whoever holds its input, so that tests that are killed leave none. */
const bound = '"$@" & server=$!; cat >/dev/null; kill -9 $server; wait'
const patience = 60_000

/** Starts it in a directory, and resolves when its port answers. */
export async function spawnServer(
  port: number,
  directory: string,
  program: string,
  args: readonly string[],
): Promise<SpawnedServer> {
  const child = spawn('sh', ['-c', bound, 'sh', program, ...args], {
    cwd: directory,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (data) => {
    said = `${said}${data}`.slice(-2_000)
  })
  const ended = once(child, 'exit')
  const kill = async (): Promise<void> => {
    child.stdin.end()
    await ended
  }
  for (let waited = 0; !(await isListening(port)); waited += 50) {
    if (waited >= patience) {
      await kill()
      throw new Error(`${program} did not start:\n${said}`)
    }
    await pause(50)
  }
  return { kill, [Symbol.asyncDispose]: kill }
}
