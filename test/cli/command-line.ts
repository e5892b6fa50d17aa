import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** What a command line left: its exit code and what it printed. */
export interface Ended {
  code: number | null
  out: string
  err: string
}

export interface CommandLineOptions {
  env?: Record<string, string>
  cwd?: string
}

/** Runs bin/standin.js or bin/scenario.js as a user would, in a process of its own, without a terminal. */
export async function commandLine(
  name: 'standin' | 'scenario',
  args: readonly string[],
  options: CommandLineOptions = {},
): Promise<Ended> {
  const script = fileURLToPath(new URL(`../../bin/${name}.js`, import.meta.url))
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutFlags(process.env), ...options.env },
    cwd: options.cwd,
  })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: code as number | null, out, err }
}

/** The environment without what would change the meaning of a command line. */
function withoutFlags(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('STANDIN_') || name === 'STANDIN_CACHE_DIR'),
  )
}
