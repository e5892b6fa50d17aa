import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { signalGroup } from './signal-group.ts'

/** In the directory of a run, the process id of the program that was started for it. */
export const noteOfProgram = 'program.pid'

/** Ends the program of a run that was killed, when the process is truly that program's. */
export async function endLeftProgram(
  runDirectory: string,
  commandOf: (processId: number) => Promise<string>,
): Promise<void> {
  const leader = Number(await readFile(join(runDirectory, noteOfProgram), 'utf8').catch(() => ''))
  if (!Number.isSafeInteger(leader) || leader <= 1) return
  if ((await commandOf(leader)).includes(runDirectory)) signalGroup(leader, 'SIGKILL')
}
