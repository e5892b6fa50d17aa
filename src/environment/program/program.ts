import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { noteOfProgram } from './left-program.ts'
import { signalGroup } from './signal-group.ts'

export interface ProgramOptions {
  /** As a shell reads it. */
  command: string
  cwd: string
  env: Readonly<Record<string, string | undefined>>
  /** The run that it belongs to: by it, the program is found when the run was killed. */
  runDirectory: string
  /** Told of each line that it writes, to either output. */
  onLine(line: string): void
}

/** A program of the user's. Ending it ends everything that it has started in its group. */
export interface Program extends AsyncDisposable {
  /** The code or the signal that it ended with. */
  ended(): string | undefined
}

const patience = 2_000
const step = 10

export async function startProgram({ command, cwd, env, runDirectory, onLine }: ProgramOptions): Promise<Program> {
  // The shell stays, with the directory on its command line, since there is something to do behind the command.
  const script = `${command}\nexit $?`
  const child = spawn('sh', ['-c', script, runDirectory], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let ended: string | undefined
  child.once('exit', (code, signal) => {
    ended = String(code ?? signal)
  })
  for (const stream of [child.stdout, child.stderr]) tellLines(stream, onLine)
  await once(child, 'spawn')
  const leader = child.pid as number
  await writeFile(join(runDirectory, noteOfProgram), String(leader))
  return {
    ended: () => ended,
    async [Symbol.asyncDispose]() {
      signalGroup(leader, 'SIGTERM')
      for (let waited = 0; waited < patience && signalGroup(leader, 0); waited += step) await pause(step)
      signalGroup(leader, 'SIGKILL')
    },
  }
}

function tellLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let open = ''
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    const lines = (open + text).split('\n')
    open = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
  stream.on('end', () => {
    if (open !== '') onLine(open)
  })
}
