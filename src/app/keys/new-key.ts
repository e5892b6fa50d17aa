import { open } from 'node:fs/promises'
import { codeOf, environmentError, messageOf, usageError } from '../../core/error.ts'
import { newKeyText } from '../../core/keyed/key-text.ts'
import type { Ambient } from '../ambient.ts'

/** A new key as text, which `keyFrom` reads back. */
export function newKey({ randomBytes }: Pick<Ambient, 'randomBytes'>): string {
  return newKeyText(randomBytes(32))
}

/**
 * Writes a new key into a file that only its owner can read. Throws `key.exists` where something is there already: what
 * was made with a key that is gone can never be made again.
 */
export async function writeNewKey(path: string, ambient: Pick<Ambient, 'randomBytes'>): Promise<void> {
  try {
    await using file = await open(path, 'wx', 0o600)
    await file.writeFile(`${newKey(ambient)}\n`)
    await file.sync()
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST')
      throw usageError({
        code: 'key.exists',
        message: `${path} is there already, and a key is never overwritten`,
        remedy: 'Give another name, or remove the file if nobody needs what was made with it.',
      })
    const problem = { code: 'key.unwritable', message: `cannot write the key to ${path}: ${messageOf(thrown)}` }
    throw environmentError(problem, thrown)
  }
}
