import { execFileSync } from 'node:child_process'

/** The lines that `docker` prints. */
export function docker(...args: string[]): string[] {
  return execFileSync('docker', args, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
}
