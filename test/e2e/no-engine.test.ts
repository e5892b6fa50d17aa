import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sandbox } from './sandbox.ts'

test.each([
  '  oms: { store: { kind: postgres, backend: container } }',
  '  cache: { container: { image: redis, ports: [6379] } }',
])('without a container engine, the command says so at once: %s', async (system) => {
  using box = sandbox()
  writeFileSync(join(box.directory, 'standin.yaml'), `version: 1\nsystems:\n${system}\n`)
  const env = { DOCKER_HOST: `unix://${box.directory}/docker.sock` }
  const ended = await box.run(`standin env up --foreground --landscape ${box.directory}/standin.yaml`, { env })
  expect(ended.code).toBe(3)
  expect(ended.out + ended.err).toContain(`no container engine answers at unix://${box.directory}/docker.sock`)
  expect(ended.out + ended.err).toContain('start Docker or Podman, set DOCKER_HOST')
  expect(box.left()).toEqual(['standin.yaml'])
})

test('neither can be cleaned where no engine answers', async () => {
  using box = sandbox()
  const ended = await box.run('standin env clean', { env: { DOCKER_HOST: `unix://${box.directory}/docker.sock` } })
  expect(ended).toMatchObject({ code: 3, err: expect.stringContaining('no container engine answers at unix:') })
})
