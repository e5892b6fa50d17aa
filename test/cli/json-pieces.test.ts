import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonPieces } from '../../src/cli/json-pieces.ts'

test('the pieces are what JSON has', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 7 }), (value) => {
      expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value, null, 2))
    }),
    { numRuns: 500 },
  )
  const holes = { a: undefined, b: [undefined, { c: undefined }], d: {} }
  expect([...jsonPieces(holes)].join('')).toBe(JSON.stringify(holes, null, 2))
})

test('a long result comes in many pieces', () => {
  const steps = Array.from({ length: 10_000 }, (_, index) => ({ step: { path: [`s${index}`] }, verdict: 'passed' }))
  const pieces = [...jsonPieces({ results: [{ steps }] })]
  expect(pieces.length).toBeGreaterThan(10)
  expect(JSON.parse(pieces.join(''))).toEqual({ results: [{ steps }] })
})
