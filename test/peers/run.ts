import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Runs a program to its end. Throws with what it said. */
export async function run(
  program: string,
  args: readonly string[],
  cwd?: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const { stdout } = await promisify(execFile)(program, [...args], { cwd, env, maxBuffer: 64 * 1024 * 1024 })
  return stdout
}
