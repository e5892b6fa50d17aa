import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, inject } from 'vitest'

/* For each file of tests: the temporary directory of its suite, and no port that stays open. */

process.env.TMPDIR = inject('temporaryDirectory')

const patience = 1_000

afterAll(async () => {
  for (let waited = 0; waited < patience && openPorts() > 0; waited += 20) await pause(20)
  if (openPorts() > 0) throw new Error(`this file of tests has left ${openPorts()} ports open`)
})

function openPorts(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length
}
