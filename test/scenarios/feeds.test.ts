import { expect, test } from 'vitest'
import { sandbox } from '../e2e/sandbox.ts'

test.each(['backpressure-burst', 'change-feed-to-several', 'schema-evolution'])(
  '%s passes, and catches its defects',
  async (name) => {
    using box = sandbox()
    const { code, out } = await box.run(`scenario prove ${name}`)
    expect(out).toMatch(/(\d+) of \1 defects? caught/)
    expect(code).toBe(0)
    expect(box.left()).toEqual([])
  },
)
