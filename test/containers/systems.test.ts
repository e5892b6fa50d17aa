import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { docker } from './docker.ts'
import { expectNothingLeft, sandboxWith } from './engine.ts'

afterEach(expectNothingLeft)

/** Answers with what its seed says, and with what the container before it says. */
const server = `
const { createServer } = require('node:http')
const { existsSync, readFileSync } = require('node:fs')
createServer(async (request, response) => {
  response.setHeader('content-type', 'application/json')
  if (request.url === '/other') return response.end(await (await fetch('http://first:8000/')).text())
  if (request.url === '/health' && !existsSync('/data/stock.json')) response.statusCode = 503
  response.end(existsSync('/tmp/stock.json') ? readFileSync('/tmp/stock.json') : '{}')
}).listen(8000)
`

const scenario = `
name: systems-in-containers
title: Two systems in containers hold their seeds and know each other
steps:
  - name: seeded
    get: \${{ first.url }}/
    expect: { status: 200, body: { sku: 100-0042, quantity: 7 } }
  - name: by host and port
    get: http://\${{ second.host }}:\${{ second.port }}/
    expect: { status: 200 }
  - name: under its name
    get: \${{ second.url }}/other
    expect: { status: 200, body: { quantity: 7 } }
`

test('a system from an image, with a seed, a network and a wait condition', async () => {
  const node = (name: string) => `  ${name}:
    container:
      image: node:24-slim
      ports: [8000]
      command: [node, /app/server.cjs]
      waitFor: { http: /health }
      seed:
        files: { ./server.cjs: /app/server.cjs, ./data: /data }
        command: [cp, /data/stock.json, /tmp/stock.json]
`
  using box = sandboxWith(node('first') + node('second'))
  writeFileSync(join(box.directory, 'server.cjs'), server)
  writeFileSync(join(box.directory, 'systems.yaml'), scenario)
  mkdirSync(join(box.directory, 'data'))
  writeFileSync(join(box.directory, 'data', 'stock.json'), '{ "sku": "100-0042", "quantity": 7 }')
  const files = box.left()
  const landscape = `--landscape ${box.directory}/standin.yaml`
  const ended = await box.run(`scenario run ${box.directory}/systems.yaml ${landscape}`)
  expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('1 passed') })
  expect(box.left()).toEqual(files)
})

test('the image of standin is healthy and answers, and a step reads it', async () => {
  using box = sandboxWith(`  other:
    container:
      image: standin:test
      ports: [8084]
      seed: { files: { ./within.yaml: /etc/standin/standin.yaml } }
`)
  writeFileSync(
    join(box.directory, 'within.yaml'),
    'version: 1\nsystems:\n  shop: { api: { mirror: store-api, port: 8083 } }\n  oms: { api: { mirror: oms, port: 8084, credentials: { apiKey: key-of-the-test } } }\n',
  )
  writeFileSync(
    join(box.directory, 'other.yaml'),
    `name: other-standin
title: A standin in a container answers
steps:
  - name: stock
    get: \${{ other.url }}/availability?sku=100-0042
    headers: { authorization: Bearer key-of-the-test }
    expect: { status: 200 }
`,
  )
  const landscape = `--landscape ${box.directory}/standin.yaml`
  const ended = await box.run(`scenario run ${box.directory}/other.yaml ${landscape}`)
  expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('1 passed') })
  expect(docker('image', 'inspect', '--format', '{{.Config.User}}', 'localhost/standin/standin:test')).toEqual([
    'standin',
  ])
})
