import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CloneSetting, cloneSetting } from './clone-setting.ts'
import { type KillableServer, killableServer } from './killable-server.ts'

let setting: CloneSetting
let server: KillableServer

beforeAll(async () => {
  setting = await cloneSetting()
  await setting.query('erp', 'insert into invoice (code, total) select code, total from invoice, generate_series(1, 4)')
  await setting.query('erp', 'vacuum analyze')
  server = await killableServer(setting.databases.url('erp'))
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await setting[Symbol.asyncDispose]()
})

test.each(['--snapshot snapshot', '--target test.yaml'])(
  'when the server is killed in a clone with %s, it ends with exit code 3, and --resume goes on',
  async (target) => {
    const before = await setting.checksums('erp')
    const command = `standin clone --key-file standin.key ${target} --readers 2`
    const running = setting.start(command)
    await running.said(/readers\n/)
    await server.kill()
    const { code, err, out } = await running.ended
    expect({ code, out, err }).toMatchObject({ code: 3, out: '', err: expect.stringContaining('--resume') })
    expect(err).not.toContain('c0ffee')
    expect(await setting.run(`${command} --resume`)).toMatchObject({ code: 3 })
    await server.startAgain()
    const resumed = await setting.run(`${command} --resume`)
    expect(resumed).toMatchObject({ code: 0 })
    if (target.startsWith('--snapshot'))
      expect(await setting.run('standin seed snapshot --target test.yaml')).toMatchObject({ code: 0 })
    expect(await setting.checksums('erp_test')).toEqual(before)
    rmSync(join(setting.directory, 'snapshot'), { recursive: true, force: true })
  },
)
