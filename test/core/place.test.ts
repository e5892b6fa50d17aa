import { expect, test } from 'vitest'
import { codeFrame } from '../../src/core/place.ts'

const frame = (text: string, column: number) => codeFrame({ file: 'f.yaml', line: 7, column, text })

test('the line with a marker below the column', () => {
  expect(frame('a: b', 4)).toBe('7 | a: b\n       ^')
  expect(codeFrame({ file: 'f.yaml', line: 1, column: 1 })).toBe('')
})

test('of a long line, what is around the column', () => {
  const [shown = '', marker = ''] = frame(`${'x'.repeat(500_000)}HERE${'y'.repeat(500_000)}`, 500_001).split('\n')
  expect(shown.length).toBeLessThan(200)
  expect(shown.slice(marker.indexOf('^')).startsWith('HEREyyy')).toBe(true)
  expect(shown).toMatch(/^7 \| …x+HEREy+…$/)
})

test('control characters do not reach the terminal', () => {
  expect(frame('a\x1b[31m\x9b\0\x7fb', 1)).toBe('7 | a\ufffd[31m\ufffd\ufffd\ufffdb\n    ^')
})
