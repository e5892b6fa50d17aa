import { afterEach, expect, test } from 'vitest'
import { expectNothingLeft, hasImage, ownContainers, sandboxWith } from './engine.ts'

afterEach(expectNothingLeft)

test.skipIf(!hasImage('ferretdb:1.24.2'))(
  'checkout-reservation passes with the documents in a container, twice in the same one',
  async () => {
    using box = sandboxWith(
      '  pim: { store: { kind: mongodb, backend: container, image: "ferretdb:1.24.2", reuse: true } }\n',
    )
    const run = () => box.run(`scenario run checkout-reservation --landscape ${box.directory}/standin.yaml`)
    const passed = { code: 0, out: expect.stringContaining('1 passed'), err: '' }
    expect(await run()).toMatchObject(passed)
    const first = ownContainers()
    expect(await run()).toMatchObject(passed)
    expect(ownContainers()).toEqual(first)
    expect(await box.run('standin env clean')).toMatchObject({ code: 0 })
  },
)
