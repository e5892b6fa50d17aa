import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * Removes the shared memory of a server that was killed, which would stay until the machine is started anew. Does nothing
 * for a server that has ended by itself, or where the system does not say whose shared memory is.
 */
export async function removeLeftSharedMemory(dataDirectory: string): Promise<void> {
  const noted = (await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const [key, id] = (noted[6] ?? '').trim().split(/\s+/)
  if (key === undefined || id === undefined) return
  const segments = await readFile('/proc/sysvipc/shm', 'utf8').catch(() => '')
  const isLeft = segments
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .some(
      ([itsKey, itsId, , , creator, , users]) =>
        itsKey === key && itsId === id && creator === noted[0] && users === '0',
    )
  if (isLeft) await promisify(execFile)('ipcrm', ['-m', id]).catch(() => undefined)
}
