import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { laterPort } from '../later-port.ts'
import { longScenario } from './long-scenario.ts'
import { sandbox } from './sandbox.ts'

const program = 'docs/examples/own-connector/connector.mjs'
const run = 'scenario run checkout-reservation'

/** The command line that starts a connector stands in a variable, since it has spaces in it. */
const own = (command: string) => ({ env: { STANDIN_CONNECTOR: command } })

describe('a connector of somebody else, over HTTP and topics alone', () => {
  test('is what scenarios test, and ends with each of them', async () => {
    using box = sandbox()
    const { code, out, err } = await box.run(`${run} oversell-race`, own(`node ${program}`))
    expect(err).toBe('')
    expect(out).toContain('✓ ERP, OMS and shop agree')
    expect(out).toContain('2 passed')
    expect(code).toBe(0)
    expect(box.left()).toEqual([])
    expect(box.processes()).toEqual([])
  })

  test('is found out when it forgets the warehouse', async () => {
    using box = sandbox()
    const broken = join(box.directory, 'broken.mjs')
    writeFileSync(broken, readFileSync(program, 'utf8').replace('available,\n', 'available: onHand,\n'))
    const { code, out } = await box.run(run, own(`node ${broken}`))
    expect(out).toContain('✗ the shop shows the smaller availability')
    expect(code).toBe(1)
  })

  test('is ended by Ctrl-C', async () => {
    using box = sandbox()
    const { child, said, ended } = box.start(`scenario run ${longScenario(box)}`, own(`node ${program}`))
    await said(/environment up/)
    child.kill('SIGINT')
    expect((await ended).code).toBe(130)
    expect(box.left()).toEqual(['long.yaml'])
    expect(box.processes()).toEqual([])
  })

  test('is ended by the next run when the run was killed', async () => {
    using box = sandbox()
    // By itself, this connector ends as soon as it misses the broker.
    const { child, said, ended } = box.start(`scenario run ${longScenario(box)}`, own(`node ${program}; sleep 600`))
    await said(/environment up/)
    child.kill('SIGKILL')
    await ended
    expect(box.processes().filter((command) => command.includes(program))).not.toEqual([])
    await box.run('scenario run docs/examples/last-unit.yaml')
    expect(box.processes().filter((command) => command.includes(program))).toEqual([])
  })
})

describe.concurrent('what is not there is named', () => {
  test('without any connector, the scenario fails and says where nothing answered', async () => {
    using box = sandbox()
    const { code, out } = await box.run(`${run} --connector none`)
    expect(out).toContain('✗ reserved in the OMS at once')
    expect(out).toContain('connector: there is no checkout gateway')
    expect(out).toContain('broker: no consumer has read the topic "orders", which holds 1 message\n')
    expect(out).toContain('--connector none')
    expect(code).toBe(1)
  })

  test('a gateway that fails', async () => {
    using box = sandbox()
    const failing = join(box.directory, 'failing.mjs')
    const serve = `createServer((request, response) => response.writeHead(request.url === '/health' ? 200 : 500).end())`
    const listen = `.listen(process.env.STANDIN_CONNECTOR_PORT, '127.0.0.1')`
    writeFileSync(failing, `import { createServer } from 'node:http'\n${serve}${listen}\n`)
    const { code, out } = await box.run(run, own(`node ${failing}`))
    expect(out).toMatch(
      /connector: the checkout gateway http:\S+ failed \d+ of \d+ requests of the shop; the last: .*500/,
    )
    expect(code).toBe(1)
  })

  test('a program that ends before it is ready, with what it said', async () => {
    using box = sandbox()
    const { code, err } = await box.run(run, own('echo no configuration; exit 7'))
    expect(err).toContain('the connector ended with 7 before it was ready; it said:\nno configuration')
    expect(code).toBe(3)
    expect(box.left()).toEqual([])
  })

  test('a URL where nobody listens, and one that is none', async () => {
    using box = sandbox()
    const silent = await box.run(`${run} --connector http://127.0.0.1:9`)
    expect(silent.err).toContain('the connector at http://127.0.0.1:9 was not ready within 10 seconds')
    expect(silent.code).toBe(3)
    expect((await box.run(`${run} --connector ftp://127.0.0.1`)).code).toBe(2)
  })
})

test('a connector that is started elsewhere finds fixed ports and credentials', async () => {
  using box = sandbox()
  const file = join(box.directory, 'standin.yaml')
  const names = ['oms', 'notify', 'broker', 'connector', 'shop', 'erp']
  const ports: Record<string, number> = {}
  for (const name of names) ports[name] = await laterPort()
  const key = 'a-fixed-credential'
  const mirror = (name: string, kind: string, credential: string): string =>
    `  ${name}: { api: { mirror: ${kind}, port: ${ports[name]}, credentials: { ${credential}: ${key} } } }`
  const systems = [
    mirror('oms', 'oms', 'apiKey'),
    mirror('notify', 'notify', 'apiKey'),
    mirror('broker', 'broker', 'apiKey'),
    mirror('shop', 'store-api', 'adminToken'),
    `  erp: { api: { mirror: business-one, port: ${ports.erp}, credentials: { company: ${key}, user: ${key}, password: ${key} } } }`,
  ]
  writeFileSync(file, `version: 1\nsystems:\n${systems.join('\n')}\n`)
  const up = await box.run(`standin env up --landscape ${file} --connector http://127.0.0.1:${ports.connector} --json`)
  expect(up.err).toBe('')
  const { systems: hosted } = JSON.parse(up.out) as { systems: { name: string; url: string; credentials: object }[] }
  expect(hosted.find(({ name }) => name === 'oms')).toMatchObject({
    url: `http://127.0.0.1:${ports.oms}`,
    credentials: { apiKey: key },
  })
  expect(hosted.find(({ name }) => name === 'connector')?.url).toBe(`http://127.0.0.1:${ports.connector}`)
  const branched = await box.run('standin env branch --count 2')
  expect(branched.err).toContain('an environment with a connector of your own has no branches')
  expect([branched.code, branched.out]).toEqual([3, ''])
  expect(JSON.parse((await box.run('standin env status --json')).out)).toHaveLength(1)
  await box.run('standin env down')

  const wrong = join(box.directory, 'wrong.yaml')
  writeFileSync(
    wrong,
    'version: 1\nsystems:\n  oms: { api: { mirror: oms, credentials: { apikey: abc, apiKey: abc } } }\n',
  )
  const { code, err } = await box.run(`${run} --landscape ${wrong}`)
  expect(err).toContain('"oms" has no credential "apikey"')
  expect(err).toContain('at least 4 characters')
  expect(code).toBe(2)
})
