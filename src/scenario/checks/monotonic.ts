import type { Monotonic } from '../model/run-checks.ts'
import { askRecords } from '../steps/query.ts'
import type { CheckContext, CheckKind } from './run-check.ts'
import { fieldOf, inOrder, messagesOf, neighbours, type Point, textOf } from './series.ts'

/** Values that do not go down, series by series, in the order of the query or of the log. */
export const monotonic: CheckKind<Monotonic> = {
  async judge(check, context) {
    const points = await pointsOf(check, context)
    const violations: string[] = []
    for (const [before, after] of neighbours(points)) {
      const order = inOrder(after.value, before.value)
      if (order > 0 || (order === 0 && !check.strictly)) continue
      const went = order === 0 ? 'stays at' : `goes from ${textOf(before.value)} down to`
      violations.push(`${seriesText(check, before)}${check.column} ${went} ${textOf(after.value)}`)
    }
    return { looked: points.length, violations }
  },
}

async function pointsOf(check: Monotonic, context: CheckContext): Promise<Point[]> {
  const { of, column, per } = check
  const values =
    of.kind === 'topic'
      ? (await messagesOf(of, context)).map(({ value }) => value)
      : await askRecords(of, context.landscape, context.scope)
  return values.map((value) => ({
    series: per === undefined ? '' : textOf(fieldOf(value, per)),
    value: fieldOf(value, column),
  }))
}

function seriesText({ per }: Monotonic, { series }: Point): string {
  return per === undefined ? '' : `${per} ${series}: `
}
