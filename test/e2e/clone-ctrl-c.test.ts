import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CloneSetting, cloneSetting } from './clone-setting.ts'

let setting: CloneSetting
let files: readonly string[]

beforeAll(async () => {
  setting = await cloneSetting({ documents: true })
  files = setting.box.left()
})

afterAll(() => setting[Symbol.asyncDispose]())

test.each(['--snapshot one', '--target test.yaml'])('Ctrl-C in a clone with %s leaves nothing', async (target) => {
  const before = [await setting.databaseNames(), await setting.documentChecksums('pim_test')]
  for (const delay of [0, 60]) {
    const command = setting.start(`standin clone --key-file standin.key ${target}`)
    await command.said(/readers\n/)
    await new Promise((resolve) => setTimeout(resolve, delay))
    command.child.kill('SIGINT')
    const { code, err, out } = await command.ended
    expect({ code, err, out }).toMatchObject({ code: 130, out: '', err: expect.not.stringContaining('bug') })
    expect(setting.box.left()).toEqual(files)
    expect([await setting.databaseNames(), await setting.documentChecksums('pim_test')]).toEqual(before)
  }
})
