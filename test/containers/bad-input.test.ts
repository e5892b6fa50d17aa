import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { expectNothingLeft, sandboxWith } from './engine.ts'

afterEach(expectNothingLeft)

const container = (declared: string) =>
  `  x: { container: { image: "debian:bookworm-slim", ports: [80], ${declared} } }\n`

async function up(systems: string) {
  using box = sandboxWith(systems)
  const ended = await box.run(`standin env up --foreground --landscape ${box.directory}/standin.yaml`)
  expect(box.left()).toEqual(['standin.yaml'])
  return ended
}

test('an image that cannot be pulled is named', async () => {
  expect(await up('  x: { container: { image: "no/such:1", ports: [80] } }\n')).toMatchObject({
    code: 3,
    err: expect.stringMatching(
      /^error: the image localhost\/standin\/no\/such:1 is not here and cannot be pulled: .*\n.*--registry.*\n$/,
    ),
  })
})

// Gone before it is looked at, or while it is being looked at.
test.each([
  ['at once', 'exit 7', ''],
  ['soon', 'sleep 0.2; exit 7', ''],
  ['later', 'sleep 0.8; exit 7', ''],
  ['while its log is read', 'sleep 0.5; exit 7', ', waitFor: { log: ready }'],
])('a container that ends during its start, %s: its last lines, without its secrets', async (_, ending, waiting) => {
  const command = `[sh, -c, "echo connecting with $DB_PASSWORD; ${ending}"]`
  const { code, err } = await up(container(`command: ${command}, environment: { DB_PASSWORD: kept-secret }${waiting}`))
  expect(err).toContain('with exit code 7; it said:\n    connecting with ***')
  expect(err).not.toContain('kept-secret')
  expect(code).toBe(3)
})

test('a container that is not ready in time', async () => {
  const waiting = 'command: [sh, -c, "echo still thinking; sleep 100"], waitFor: { log: ready, within: 15s }'
  expect(await up(container(waiting))).toMatchObject({
    code: 3,
    err: expect.stringContaining('was not ready within 15s; it said:\n    still thinking'),
  })
})

test('a port that is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { code, err } = await up(container(`port: ${port}, command: [sleep, "100"]`))
  server.close()
  expect({ code, err }).toMatchObject({
    code: 3,
    err: expect.stringContaining(`cannot have port ${port}: it is taken`),
  })
})

test('a seed that is not there, and one whose command fails', async () => {
  expect(await up(container('seed: { files: { ./no.sql: /no.sql } }'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('the seed of "x" names ./no.sql'),
  })
  const seeding =
    'command: [sh, -c, "echo up; sleep 100"], waitFor: { log: up }, seed: { command: [sh, -c, "echo no table; exit 4"] }'
  expect(await up(container(seeding))).toMatchObject({
    code: 3,
    err: expect.stringContaining('ended with exit code 4; it said: no table'),
  })
})
