import { expect, test } from 'vitest'
import { stepGate } from '../../src/cli/scenario/step-gate.ts'
import { memoryIo } from './memory-io.ts'

const step = {
  path: ['buyers', 'order'],
  verb: 'post',
  place: { file: 'a.yaml', line: 3, column: 5, text: '  - post: x' },
}
const { signal } = new AbortController()

function asked(...answers: (string | undefined)[]) {
  const memory = memoryIo({ ask: async () => answers.shift() })
  return { gate: stepGate(memory.io), printed: memory.printed, answers }
}

test('it shows the step, and on wish what the step can read', async () => {
  const { gate, printed } = asked('l', '')
  expect(await gate(step, () => ({ vars: { sku: 'A-1' } }), signal)).toBe('go on')
  expect(printed.err).toContain('buyers / order (post)  a.yaml:3:5\n  - post: x')
  expect(printed.err).toContain('"sku": "A-1"')
})

test('q and the end of the input quit, r asks no more', async () => {
  expect(await asked('q').gate(step, () => null, signal)).toBe('quit')
  expect(await asked(undefined).gate(step, () => null, signal)).toBe('quit')
  const { gate, answers } = asked('r', 'q')
  expect([await gate(step, () => null, signal), await gate(step, () => null, signal)]).toEqual(['go on', 'go on'])
  expect(answers).toEqual(['q'])
})

test('lines that run side by side are asked one after the other', async () => {
  let open = 0
  let most = 0
  const { io } = memoryIo({
    async ask() {
      most = Math.max(most, ++open)
      await new Promise((resolve) => setTimeout(resolve, 2))
      open--
      return ''
    },
  })
  const gate = stepGate(io)
  await Promise.all([1, 2, 3].map(() => gate(step, () => null, signal)))
  expect(most).toBe(1)
})
