import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { removeAbandonedRuns } from '../../src/environment/abandoned.ts'
import { isLeft } from '../../src/environment/container/left-runs.ts'
import { socketName } from '../../src/environment/control.ts'
import { runDirectoryPrefix } from '../../src/environment/run-directory.ts'

const files = 4_000

let parent: string
let run: string

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'abandoned-'))
})
afterAll(() => rm(parent, { recursive: true }))

/** What a host has left that listened on its socket and was killed. */
beforeEach(async () => {
  run = mkdtempSync(join(parent, runDirectoryPrefix))
  writeFileSync(join(parent, 'host.mjs'), listening)
  const host = fork(join(parent, 'host.mjs'), [join(run, socketName)])
  await once(host, 'message')
  const data = join(run, 'postgres', 'data')
  mkdirSync(data, { recursive: true })
  for (let number = 0; number < files; number++) writeFileSync(join(data, String(number)), '')
  host.kill('SIGKILL')
  await once(host, 'exit')
})

const listening = `
import { createServer } from 'node:net'
createServer().listen(process.argv[2], () => process.send('listening'))
`

test('a run that was killed counts as such until nothing is left of it', async () => {
  const removing = removeAbandonedRuns(parent)
  const seen: boolean[] = []
  const look = async (): Promise<void> => {
    while (existsSync(run)) {
      seen.push(await isLeft(run))
      await turn()
    }
  }
  await Promise.all(Array.from({ length: 10 }, look))
  expect(await removing).toEqual([run])
  expect(seen.length).toBeGreaterThanOrEqual(10)
  expect(seen).not.toContain(false)
})

test('several may remove it at the same time', async () => {
  await Promise.all(Array.from({ length: 4 }, () => removeAbandonedRuns(parent)))
  expect(existsSync(run)).toBe(false)
})
