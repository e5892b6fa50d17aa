import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../src/core/random.ts'
import { contentOf } from '../stores/files/scratch.ts'
import { type CloneSetting, cloneSetting } from './clone-setting.ts'

const withKey = '--key-file standin.key'
/** `STANDIN_KILLS=30` for many. */
const kills = Number(process.env.STANDIN_KILLS ?? 3)
let setting: CloneSetting

beforeAll(async () => {
  setting = await cloneSetting({ documents: true })
})

afterAll(() => setting[Symbol.asyncDispose]())

const files = ['policy.yaml', 'standin.key', 'standin.yaml', 'test.yaml']

function left(): string[] {
  return readdirSync(setting.directory).filter((name) => !files.includes(name))
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}

test(`a clone to a snapshot that is killed ${kills} times and resumed equals one that was not`, async () => {
  const whole = join(setting.directory, 'whole')
  const began = performance.now()
  expect(await setting.run(`standin clone ${withKey} --snapshot whole`)).toMatchObject({ code: 0 })
  await killAndResume(`standin clone ${withKey} --snapshot killed`, performance.now() - began, 'snapshot', async () => {
    expect(contentOf(join(setting.directory, 'killed'))).toEqual(contentOf(whole))
  })
  expect(left()).toEqual(['killed', 'whole'])
}, 600_000)

test(`a clone to databases that is killed ${kills} times and resumed equals its source`, async () => {
  const before = await setting.databaseNames()
  const began = performance.now()
  expect(await setting.run(`standin clone ${withKey} --target test.yaml`)).toMatchObject({ code: 0 })
  const after = await setting.databaseNames()
  expect(after).toEqual([...before, 'erp_test', 'shop_test'].sort())
  await killAndResume(`standin clone ${withKey} --target test.yaml`, performance.now() - began, 'target', async () => {
    for (const name of ['erp', 'shop'])
      expect(await setting.checksums(`${name}_test`)).toEqual(await setting.checksums(name))
    expect(await setting.documentChecksums('pim_test')).toEqual(await setting.documentChecksums('pim'))
  })
  expect(await setting.databaseNames()).toEqual(after)
}, 600_000)

/** Kills the command at random moments, and goes on until it has come to its end. A run of the command begins anew when nothing was left. */
async function killAndResume(
  command: string,
  duration: number,
  seed: string,
  check: () => Promise<void>,
): Promise<void> {
  const random = seededRandom(`${seed} ${kills}`)
  let resume = false
  for (let kill = 0; kill < kills; kill += 1) {
    const running = setting.start(resume ? `${command} --resume` : command)
    // Half of them while rows are copied, which the start of the program would else leave little chance for.
    const isLate = random.below(2) === 0
    if (isLate) await Promise.race([running.said(/readers\n/).catch(() => undefined), running.ended])
    await pause(random.below(Math.round(isLate ? duration / 3 : duration)))
    running.child.kill('SIGKILL')
    const { code, err } = await running.ended
    if (code === 0) await check()
    expect(code === null || code === 0 || err.includes('resume')).toBe(true)
    resume = code === null
  }
  const last = resume ? await setting.run(`${command} --resume`) : undefined
  const nothingLeft = last === undefined || (last.code === 2 && /nothing to resume|left anything/.test(last.err))
  const { code, err } = nothingLeft ? await setting.run(command) : last
  expect({ code, err }).toMatchObject({ code: 0 })
  await check()
}
