import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { removeAbandonedRuns } from '../../../../src/environment/abandoned.ts'
import { killableServer } from '../../../e2e/killable-server.ts'
import { sharedMemory } from '../../../suite/left-behind.ts'
import { type ResettableServer, resettableServer } from './reset-server.ts'

/* The shared memory of a server that was killed outlives it, where the system says so. */
const isTold = existsSync('/proc/sysvipc/shm')

test.skipIf(!isTold)('that of a server which was killed is removed with its data', async () => {
  const { server, isLeft } = await killedServer()
  expect(isLeft()).toBe(true)
  await server[Symbol.asyncDispose]()
  expect(isLeft()).toBe(false)
})

test.skipIf(!isTold)('that of a run which was killed with its server is removed by the next one', async () => {
  const { server, isLeft } = await killedServer()
  const directory = await mkdtemp(join(tmpdir(), 'left-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const data = join(directory, 'standin-run-killed', 'postgres', 'data')
  await mkdir(data, { recursive: true })
  await cp(join(server.dataDirectory, 'postmaster.pid'), join(data, 'postmaster.pid'))
  await bindAndDie(join(directory, 'standin-run-killed', 'control.sock'))
  expect(isLeft()).toBe(true)
  expect(await removeAbandonedRuns(directory)).toEqual([join(directory, 'standin-run-killed')])
  expect(isLeft()).toBe(false)
  await server[Symbol.asyncDispose]()
})

async function killedServer(): Promise<{ server: ResettableServer; isLeft(): boolean }> {
  const server = await resettableServer(['shop'], '')
  const noted = (await readFile(join(server.dataDirectory, 'postmaster.pid'), 'utf8')).split('\n')
  const [, id] = (noted[6] ?? '').trim().split(/\s+/)
  await (await killableServer(server.url('shop'))).kill()
  return { server, isLeft: () => sharedMemory().some((one) => one.startsWith(`shared memory ${id},`)) }
}

/** Leaves a socket on which nobody listens. */
async function bindAndDie(path: string): Promise<void> {
  const listen = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`
  await once(spawn(process.execPath, ['-e', listen, path], { stdio: 'ignore' }), 'exit')
}
