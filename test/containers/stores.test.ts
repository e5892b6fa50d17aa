import { afterEach, expect, test } from 'vitest'
import { expectNothingLeft, ownThings, sandboxWith } from './engine.ts'

afterEach(expectNothingLeft)

const systems = ['erp', 'shop', 'oms', 'payment', 'promo', 'wms']
const inContainers = systems.map((name) => `  ${name}: { store: { kind: postgres, backend: container } }\n`).join('')

test.each(['checkout-reservation', 'consumer-down-recovery', 'missing-ack-crash'])(
  '%s passes with PostgreSQL in a container',
  async (scenario) => {
    using box = sandboxWith(inContainers)
    const ended = await box.run(`scenario run ${scenario} --landscape ${box.directory}/standin.yaml`)
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('1 passed'), err: '' })
    expect(box.left()).toEqual(['standin.yaml'])
  },
)

test('one mirror in a container, the others embedded; the status names its store', async () => {
  using box = sandboxWith('  oms: { store: { kind: postgres, backend: container } }\n')
  const landscape = `--landscape ${box.directory}/standin.yaml`
  const up = await box.run(`standin env up --json ${landscape}`)
  expect(up).toMatchObject({ code: 0 })
  expect(ownThings()).toEqual([
    'container localhost/standin/postgres:18.4',
    expect.stringMatching(/^network standin-run-/),
    expect.stringMatching(/^volume /),
  ])
  const status = JSON.parse(up.out) as { systems: { name: string; storeBackend?: string }[] }
  expect(status.systems.find(({ name }) => name === 'oms')).toMatchObject({ storeBackend: 'container' })
  expect(status.systems.find(({ name }) => name === 'erp')).toMatchObject({ storeBackend: 'embedded' })
  expect(await box.run('standin env down')).toMatchObject({ code: 0 })
  expect(box.left()).toEqual(['standin.yaml'])
})
