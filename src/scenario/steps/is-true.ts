import { StandinError } from '../../core/error.ts'
import type { Expression, Scope } from '../model.ts'

/** Whether a condition is true; one that reads a value which is not there is not. */
export function isTrue(condition: Expression, scope: Scope): boolean {
  try {
    return condition.evaluate(scope) === true
  } catch (thrown) {
    if (thrown instanceof StandinError && thrown.code === 'expression.failed') return false
    throw thrown
  }
}
