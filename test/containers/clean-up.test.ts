import { afterEach, expect, test } from 'vitest'
import { expectNothingLeft, ownThings, sandboxWith } from './engine.ts'

afterEach(expectNothingLeft)

const system = '  oms: { store: { kind: postgres, backend: container } }\n'

test.each([true, false])(
  'what a killed run left is removed by the next one (with containers: %s)',
  async (hasContainers) => {
    using box = sandboxWith(system)
    const landscape = `--landscape ${box.directory}/standin.yaml`
    const killed = box.start(`standin env up --foreground ${landscape}`)
    await killed.said(/oms/)
    // A living environment is left alone by it.
    const other = box.start(`standin env up --name other --foreground ${landscape}`)
    await other.said(/oms/)
    killed.child.kill('SIGKILL')
    expect(await killed.ended).toMatchObject({ signal: 'SIGKILL' })
    expect(ownThings().filter((thing) => !thing.startsWith('volume'))).toHaveLength(4)
    const next = await box.run(`scenario run reservation-expiry-cancel${hasContainers ? ` ${landscape}` : ''}`)
    expect(next).toMatchObject({ code: 0 })
    expect(ownThings().filter((thing) => !thing.startsWith('volume'))).toHaveLength(2)
    other.child.kill('SIGINT')
    expect(await other.ended).toMatchObject({ code: 130 })
    expect(box.left()).toEqual(['standin.yaml'])
    expect(box.processes()).toEqual([])
  },
)

test('an interruption while a container starts leaves nothing', async () => {
  using box = sandboxWith(
    '  slow: { container: { image: "debian:bookworm-slim", ports: [80], command: [sleep, "100"] } }\n',
  )
  const command = box.start(`standin env up --foreground --landscape ${box.directory}/standin.yaml`)
  for (let tries = 0; tries < 200 && ownThings().length < 2; tries++) await new Promise((done) => setTimeout(done, 50))
  expect(ownThings()).toHaveLength(2)
  command.child.kill('SIGINT')
  expect(await command.ended).toMatchObject({ code: 130 })
  expect(box.left()).toEqual(['standin.yaml'])
})
