import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { saysDiskFull } from '../../../core/file-error.ts'

/**
 * Copies a directory with its owners and modes. `cp` shares blocks where the file system can, and is several times
 * faster than copying file by file from here. Throws with `code: 'ENOSPC'` when the disk is full.
 */
export async function copyTree(from: string, to: string): Promise<void> {
  try {
    await promisify(execFile)('cp', ['-Rp', from, to], { env: { LC_ALL: 'C', PATH: '/usr/bin:/bin:/usr/local/bin' } })
  } catch (thrown) {
    const said = String((thrown as { stderr?: unknown }).stderr ?? '')
    const code = saysDiskFull(said) ? 'ENOSPC' : /permission denied/i.test(said) ? 'EACCES' : undefined
    throw Object.assign(new Error(said.trim() || 'cp failed', { cause: thrown }), { code })
  }
}
