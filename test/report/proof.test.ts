import { expect, test } from 'vitest'
import { formatProofs, proofProgress } from '../../src/report/proof.ts'
import { resultOf } from './recorded-run.ts'

const caught = { defect: 'stale-shop-stock', caught: true, result: resultOf('failed', { defect: 'stale-shop-stock' }) }
const missed = { defect: 'lost', caught: false, result: resultOf('passed', { defect: 'lost' }) }

test('the table says for each defect whether it was caught, and by what', () => {
  const proof = { scenario: 'stock', baseline: resultOf('passed'), defects: [caught, missed], proven: false }
  expect(formatProofs([proof], false)).toBe(`stock
  ✓ no defect         passes
  ✓ stale-shop-stock  caught: article 100-0042 in warehouse W1: the ERP has 3 committed, the OMS 2 reserved
  ✗ lost              NOT CAUGHT (passed)

1 scenario: 1 of 2 defects caught
✗ NOT PROVEN
`)
})

test('a scenario that does not pass without a defect is not proven', () => {
  const proof = { scenario: 'stock', baseline: resultOf('inconclusive'), defects: [caught], proven: false }
  const text = formatProofs([proof], false)
  expect(text).toContain('✗ no defect         DOES NOT PASS (inconclusive): article 100-0042')
  expect(text).toContain('✗ NOT PROVEN')
})

test('a proof that holds ends with one word', () => {
  const proof = { scenario: 'stock', baseline: resultOf('passed'), defects: [caught], proven: true }
  expect(formatProofs([proof], false)).toMatch(/1 of 1 defect caught\n✓ proven\n$/)
})

test('each run of a proof is one line of progress', () => {
  const written: string[] = []
  const { sink } = proofProgress((text) => written.push(text))
  sink({ type: 'environment.starting', at: 0 })
  sink({ type: 'scenario.finished', at: 0, result: resultOf('passed') })
  sink({ type: 'scenario.finished', at: 0, result: caught.result })
  expect(written).toEqual(['stock, no defect: passed in 1.4s\n', 'stock, stale-shop-stock: failed in 1.4s\n'])
})
