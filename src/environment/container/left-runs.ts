import { existsSync } from 'node:fs'
import { isAbandoned } from '../control.ts'

/** Whether the run of a directory is gone, or was killed. */
export async function isLeft(runDirectory: string): Promise<boolean> {
  return (await isAbandoned(runDirectory)) || !existsSync(runDirectory)
}
