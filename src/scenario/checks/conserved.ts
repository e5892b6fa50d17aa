import { usageError } from '../../core/error.ts'
import { compare, Decimal, plus } from '../expression/decimal.ts'
import { decimalOf, shortest } from '../match/decimal.ts'
import type { Conserved } from '../model/run-checks.ts'
import { askRecords } from '../steps/query.ts'
import type { CheckContext, CheckKind } from './run-check.ts'

/** A sum, in decimals, that is what it must be, or what it was before the first step. */
export const conserved: CheckKind<Conserved> = {
  async before(check, context) {
    return check.equals === undefined ? sumOf(check, context) : undefined
  },
  async judge(check, context, earlier) {
    const { sum, rows } = await sumOf(check, context)
    const wanted =
      check.equals === undefined ? (earlier as Sum).sum : decimalIn(check.equals.render(context.scope), check)
    if (compare(sum, wanted) === 0) return { looked: rows, violations: [] }
    const was =
      check.equals === undefined ? `was ${shortest(wanted)} before the first step` : `must be ${shortest(wanted)}`
    return {
      looked: rows,
      violations: [`the sum of ${check.sum} in ${check.query.system} is ${shortest(sum)}, and ${was}`],
    }
  },
}

interface Sum {
  sum: Decimal
  rows: number
}

async function sumOf(check: Conserved, { landscape, scope }: CheckContext): Promise<Sum> {
  const rows = await askRecords(check.query, landscape, scope)
  let sum = new Decimal(0n, 0)
  for (const row of rows) if (row[check.sum] !== null) sum = plus(sum, decimalIn(row[check.sum], check))
  return { sum, rows: rows.length }
}

function decimalIn(value: unknown, { name, sum, place }: Conserved): Decimal {
  const number = decimalOf(value)
  if (number !== undefined) return number
  const message = `"${name}" adds up numbers, and finds something else in "${sum}"`
  throw usageError({ code: 'scenario.not-a-number', message, place })
}
