import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

const othersMayPass = 0o001

/** Whether every user can reach this directory: each directory above it, and itself, may be passed through. */
export function isPassable(path: string): boolean {
  let directory = resolve(path)
  for (;;) {
    if ((statSync(directory).mode & othersMayPass) === 0) return false
    const parent = dirname(directory)
    if (parent === directory) return true
    directory = parent
  }
}
