import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { serve } from '../scenario/trial.ts'
import { type Ended, type Sandbox, sandbox } from './sandbox.ts'

const folder = fileURLToPath(new URL('faults', import.meta.url))
const scenarios = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

test('whatever goes wrong once, the reference landscape neither loses nor doubles a unit', async () => {
  using box = sandbox()
  const { code, out } = await box.run(
    `scenario run ${scenarios.map((name) => join(folder, name)).join(' ')} --workers 2`,
  )
  expect(out).toContain(`${scenarios.length} scenarios: ${scenarios.length} passed`)
  expect(code).toBe(0)
  expect(box.left()).toEqual([])
})

const order = { sku: '100-0042', url: '${{ oms.url }}/availability', key: '"Bearer ${{ oms.apiKey }}"' }
const look = `  - get: ${order.url}\n    headers: { authorization: ${order.key} }\n    query: { sku: ${order.sku} }\n`

/** Runs a scenario of these steps. */
async function runSteps(box: Sandbox, steps: string, flags = '', landscape = ''): Promise<Ended> {
  const file = join(box.directory, 'trial.yaml')
  writeFileSync(file, `name: trial\ntitle: A trial\nsteps:\n${steps}`)
  const standin = join(box.directory, 'standin.yaml')
  if (landscape !== '') writeFileSync(standin, `version: 1\nsystems:\n${landscape}`)
  return box.run(`scenario run ${file} --seed 1${landscape === '' ? '' : ` --landscape ${standin}`}${flags}`)
}

describe('a fault that never fired', () => {
  test('fails the scenario, with its name and what it was looking for', async () => {
    using box = sandbox()
    const fault = '  - fault: { name: nobody, on: oms, kind: down, match: request.path == "/nowhere" }\n'
    const { code, out } = await runSteps(box, fault + look)
    expect(out).toContain('the fault "nobody" never fired: nothing that it looks for passed by system oms')
    expect(out).toMatch(/trial\.yaml:4:\d+/)
    expect(out).toContain('fault nobody (down on system oms) fired never')
    expect(code).toBe(1)
  })

  test('says that its condition could not be evaluated', async () => {
    using box = sandbox()
    const fault = '  - fault: { on: oms, kind: down, match: request.body.key == "a" }\n'
    const { code, out } = await runSteps(box, fault + look)
    expect(out).toMatch(/never fired: .* \(its condition could not be evaluated: .*key/)
    expect(code).toBe(1)
  })

  test('fails the step that ends it', async () => {
    using box = sandbox()
    const { code, out } = await runSteps(box, '  - fault: { name: x, on: oms, kind: down }\n  - clear: x\n')
    expect(out).toContain('✗ clear x')
    expect(code).toBe(1)
  })

  test('is fine when it is optional, or when the scenario failed before', async () => {
    using box = sandbox()
    const optional = '  - fault: { on: oms, kind: down, match: request.path == "/nowhere", optional: true }\n'
    expect((await runSteps(box, optional + look)).code).toBe(0)
    const { out } = await runSteps(box, `  - fault: { on: oms, kind: down }\n  - assert: 1 > 2\n`)
    expect(out).not.toContain('the fault')
  })
})

test('verbose output tells of each firing, and of begin and end', async () => {
  using box = sandbox()
  const fault = `  - fault:\n      name: busy\n      on: oms\n      kind: status\n      status: 503\n      steps:\n${look.replaceAll(/^/gm, '      ').trimEnd()}\n          expect: { status: 503 }\n`
  const { code, out } = await runSteps(box, `${fault}${look}    expect: { status: 200 }\n`, ' --verbose')
  expect(out).toMatch(
    /fault busy begins: .*fault busy fires: status on system oms, GET \/availability.*fault busy ends/s,
  )
  expect(code).toBe(0)
})

test('chance is drawn from the seed', async () => {
  using box = sandbox()
  const fault = '  - fault: { on: oms, kind: status, status: 500, probability: 0.5 }\n'
  const steps = `${fault}  - parallel:\n      each: [1, 2, 3, 4, 5, 6, 7, 8]\n      as: n\n      steps:\n${look.replaceAll(/^/gm, '      ')}`
  const fired: number[] = []
  for (const name of ['a', 'b']) {
    const report = join(box.directory, name)
    expect((await runSteps(box, steps, ` --report jsonl=${report}`)).code).toBe(0)
    fired.push(
      readFileSync(report, 'utf8')
        .split('\n')
        .filter((line) => line.includes('"fault.fired"')).length,
    )
  }
  expect(fired[0]).toBeGreaterThan(0)
  expect(fired[0]).toBeLessThan(8)
  expect(fired[1]).toBe(fired[0])
})

test('files name kinds, places and settings that are not there, or do not go together', async () => {
  using box = sandbox()
  const faults = [
    '{ on: oms, kind: lostAk }',
    '{ on: omss, kind: down }',
    '{ on: { topic: order }, kind: late, by: 1m }',
    '{ on: { group: "connector: order intak" }, kind: pause }',
    '{ on: { store: pim }, kind: cut }',
    '{ on: { topic: orders }, kind: down }',
    '{ on: oms, kind: latency }',
    '{ on: oms, kind: down, delay: 1s }',
    '{ on: { group: "connector: order intake" }, kind: pause, times: 2 }',
    '{ on: { system: oms, topic: orders }, kind: lostAck }',
    '{ on: oms, kind: down, match: request.pth == "/" }',
    '{ on: { topic: orders }, kind: lostAck, as: 504 }',
    '{ on: oms, kind: latency, delay: 31s }',
    '{ on: oms, kind: down, name: gone }',
  ]
  const { code, err } = await runSteps(
    box,
    `${faults.map((fault) => `  - fault: ${fault}\n`).join('')}  - clear: gon\n`,
  )
  expect(code).toBe(2)
  for (const message of [
    /"?lostAk"?.*(did you mean "lostAck"|expected one of)/,
    'unknown system "omss"; did you mean "oms"?',
    'unknown topic "order"; did you mean "orders"?',
    'unknown consumer group "connector: order intak"; did you mean "connector: order intake"?',
    'the system "pim" has no SQL database',
    '"down" cannot strike a topic; what can: lostAck, duplicate, reorder, late',
    'the kind "latency" needs "delay"',
    '"delay" does not go with the kind "down" here',
    '"pause" lasts as long as the fault does, "times" has no meaning',
    'expected exactly one of system, topic, group, store, found system and topic',
    /pth.*(did you mean "path"|expected one of)/,
    '"as" does not go with the kind "lostAck" here',
    'expected at most 30s',
    'unknown fault "gon"; did you mean "gone"?',
  ])
    expect(err).toMatch(message)
})

describe('a system of somebody else', () => {
  test('is struck over HTTP through a proxy, and left alone without a fault', async () => {
    using box = sandbox()
    const paths: string[] = []
    await using crm = await serve((request) => {
      paths.push(request.url ?? '')
      return { body: { ok: true } }
    })
    const steps = `  - name: once in vain
    fault:
      on: crm
      kind: status
      status: 429
      times: 1
      steps:
        - get: \${{ crm.url }}/contacts
          expect: { status: 429 }
        - get: \${{ crm.url }}/contacts
          expect: { status: 200, body: { ok: true } }
  - fault: { on: crm, kind: truncate, bytes: 3, times: 1 }
  - get: \${{ crm.url }}/cut
    expect: { status: 200, body: '{"o' }
`
    const landscape = `  crm: { api: { url: "${crm.url}" } }\n`
    const { code, out } = await runSteps(box, steps, ' --verbose', landscape)
    expect(out).toContain('crm: GET /contacts 429')
    expect(code).toBe(0)
    expect(paths).toEqual(['/contacts', '/cut'])
    const plain = await runSteps(
      box,
      '  - assert: crm.url.endsWith("/direct")\n',
      '',
      landscape.replace('" }', '/direct" }'),
    )
    expect(plain.code).toBe(0)
  })

  test('is struck over TCP through a proxy', async () => {
    using box = sandbox()
    const server = createTcpServer((socket) => socket.on('error', () => undefined).pipe(socket))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const program = [
      "const net = require('node:net')",
      'const socket = net.connect(Number(process.argv[1]), process.argv[2], () => socket.write("hello"))',
      "socket.on('data', (data) => { console.log(String(data)); socket.destroy() })",
      "socket.on('error', (thrown) => console.log(thrown.code))",
    ].join('\n')
    writeFileSync(join(box.directory, 'ask.cjs'), program)
    const ask = (expected: string): string =>
      `  - exec: { command: [node, -e, "eval(require('fs').readFileSync('${box.directory}/ask.cjs','utf8'))", "\${{ cache.port }}", "\${{ cache.host }}"] }\n    assert: answer.stdout.contains("${expected}")\n`
    const steps = `  - fault: { on: cache, kind: down, times: 1 }\n${ask('ECONNRESET')}${ask('hello')}  - fault: { on: cache, kind: cut }\n${ask('ECONNRESET')}`
    const { code, out } = await runSteps(
      box,
      steps,
      ' --allow-exec',
      `  cache: { api: { tcp: "127.0.0.1:${port}" } }\n`,
    )
    server.close()
    expect(out).toMatch(/1 passed/)
    expect(code).toBe(0)
  })
})
