import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { rowsOf } from './whole-content.ts'

export interface KillableServer extends AsyncDisposable {
  /** As `kill -9` of everything that the server is. */
  kill(): Promise<void>
  /** On the same port and directory, as whoever started it first did. */
  startAgain(): Promise<void>
}

/** The PostgreSQL behind a URL, which has to be a test's own, on this machine. */
export async function killableServer(url: string): Promise<KillableServer> {
  const [{ directory = '' } = {}] = await rowsOf(url, `select current_setting('data_directory') as directory`)
  let pid = postmasterOf(directory)
  const [command = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
  const program = readlinkSync(`/proc/${pid}/exe`)
  const { uid, gid } = statSync(directory)
  const kill = async (): Promise<void> => {
    const all = [pid, ...childrenOf(pid)]
    for (const one of all) killIfThere(one)
    while (all.some(isRunning)) await pause(10)
  }
  return {
    kill,
    async startAgain() {
      const child = spawn(program, args, { argv0: command, cwd: directory, uid, gid, stdio: 'ignore', detached: true })
      child.unref()
      pid = child.pid ?? 0
      while (!(await rowsOf(url, 'select 1').catch(() => undefined))) {
        if (child.exitCode !== null) throw new Error('the server did not start again')
        await pause(20)
      }
    },
    async [Symbol.asyncDispose]() {
      if (isRunning(pid)) await kill()
    },
  }
}

function postmasterOf(directory: string): number {
  return Number(readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n')[0])
}

/** Connections and workers of a server. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && statOf(Number(name))?.[1] === String(parent))
    .map(Number)
}

/** What has lost its parent may have ended by itself. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code !== 'ESRCH') throw thrown
  }
}

function isRunning(pid: number): boolean {
  const state = statOf(pid)?.[0]
  return state !== undefined && state !== 'Z'
}

/** State, parent and more of a process. */
function statOf(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')
  } catch {
    return undefined
  }
}
