import type { Json } from '../../core/json.ts'
import { type Random, seededRandom } from '../../core/random.ts'
import type { SchemaChecker, SchemaViolation } from '../../openapi/schema-checker.ts'
import { generateValue, usualRoom } from './values/generate-value.ts'

const tries = 6

export interface ValueMaker {
  /**
   * A made-up value for the schema at a pointer; the same for the same purpose. It is held against the schema and drawn
   * anew when it does not fit; the one that fits best is taken.
   */
  make(schema: Json, pointer: string, purpose: string): Promise<Json>
  /** In what a value differs from the schema at a pointer. */
  violations(pointer: string, value: Json): Promise<readonly SchemaViolation[]>
  random(purpose: string): Random
}

export function valueMaker(root: Json, checker: SchemaChecker, seed: string): ValueMaker {
  const random = (purpose: string): Random => seededRandom(seed).fork(purpose)
  return {
    random,
    violations: (pointer, value) => violationsOf(checker, pointer, value),
    async make(schema, pointer, purpose) {
      let best: { value: Json; violations: number } | undefined
      for (let count = 0; count < tries; count++) {
        const value = generateValue(schema, { root, random: random(`${purpose}/${count}`), room: usualRoom() })
        const { length: violations } = await violationsOf(checker, pointer, value)
        if (best === undefined || violations < best.violations) best = { value, violations }
        if (violations === 0) break
      }
      return best?.value ?? null
    },
  }
}

/** A schema that the validator cannot read is nothing to hold a value against. */
async function violationsOf(checker: SchemaChecker, pointer: string, value: Json): Promise<readonly SchemaViolation[]> {
  try {
    return await checker.check(pointer, value)
  } catch {
    return []
  }
}
