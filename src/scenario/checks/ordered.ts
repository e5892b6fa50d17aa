import type { Ordered } from '../model/run-checks.ts'
import type { CheckKind } from './run-check.ts'
import { fieldOf, inOrder, messagesOf, neighbours, type Point, textOf } from './series.ts'

/** Messages of one key lie in one partition, so that they have an order, and in the order of a field. */
export const ordered: CheckKind<Ordered> = {
  async judge(check, context) {
    const messages = await messagesOf(check, context)
    const points = messages.map(
      ({ key, value, partition }): Point => ({
        series: check.per === undefined ? textOf(key) : textOf(fieldOf(value, check.per)),
        value: fieldOf(value, check.by),
        partition,
      }),
    )
    const of = check.per ?? 'key'
    const violations: string[] = []
    for (const [before, after] of neighbours(points)) {
      if (before.partition !== after.partition)
        violations.push(
          `${of} ${after.series}: its messages lie in the partitions ${before.partition} and ${after.partition} of ${check.topic}, and have no order`,
        )
      else if (inOrder(after.value, before.value) < 0)
        violations.push(
          `${of} ${after.series}: ${check.by} ${textOf(after.value)} comes behind ${textOf(before.value)}`,
        )
    }
    return { looked: points.length, violations }
  },
}
