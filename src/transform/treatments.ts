import type { ColumnType } from '../core/rows/column-type.ts'
import type { ColumnTransform } from '../core/rows/table-transform.ts'
import type { Treatment } from '../core/treatment/treatment.ts'
import { strategies } from './strategies.ts'
import type { BuildContext, ColumnContext, Preparation, StrategyDefinition } from './strategy.ts'

/** The treatment and all that are within it. */
export function* withTreatmentsWithin(treatment: Treatment): Generator<Treatment> {
  yield treatment
  for (const inner of definitionOf(treatment).within?.(treatment.settings, treatment.onInvalid) ?? [])
    yield* withTreatmentsWithin(inner)
}

/** Loads what the treatment needs (locales of Faker). Has to be awaited before anything else is done with it. */
export async function loadTreatment(treatment: Treatment): Promise<void> {
  for (const each of withTreatmentsWithin(treatment)) await definitionOf(each).load?.(each.settings)
}

/** What is wrong with a treatment on a column, each as one sentence, without the column's name. */
export function checkTreatment(treatment: Treatment, column: ColumnContext): readonly string[] {
  const { fits, check } = definitionOf(treatment)
  if (fits !== 'all' && !fits.includes(column.column.kind))
    return [`${treatment.strategy} cannot be used on ${column.column.name}, only on ${fits.join(', ')}`]
  return check?.(treatment.settings, contextOf(treatment, column)) ?? []
}

/** What has to be looked at in the sources before the treatment is built. */
export function prepareTreatment(treatment: Treatment, column: ColumnContext): readonly Preparation[] {
  return definitionOf(treatment).prepare?.(treatment.settings, contextOf(treatment, column)) ?? []
}

/** How the column's values are replaced; `undefined` where they are kept. The treatment has been loaded, checked and prepared. */
export function buildTransform(treatment: Treatment, column: ColumnContext): ColumnTransform | undefined {
  return definitionOf(treatment).build(treatment.settings, contextOf(treatment, column))
}

/** Whether the column's distinct values stay distinct under the treatment, by construction. */
export function keepsUnique(treatment: Treatment, column: ColumnType): boolean {
  return definitionOf(treatment).keepsUnique(treatment.settings, column)
}

function definitionOf({ strategy }: Treatment): StrategyDefinition {
  const definition: StrategyDefinition | undefined = Object.hasOwn(strategies, strategy)
    ? strategies[strategy as keyof typeof strategies]
    : undefined
  if (definition === undefined) throw new TypeError(`there is no strategy ${strategy}`)
  return definition
}

function contextOf(treatment: Treatment, column: ColumnContext): BuildContext {
  const inner = (type: ColumnType): ColumnContext => {
    return { ...column, column: type, nullable: type === column.column ? column.nullable : true }
  }
  return {
    ...column,
    onInvalid: treatment.onInvalid,
    nested: (nested, type) => buildTransform(nested, inner(type)),
    checkNested(nested, type) {
      const within = inner(type)
      const sentences = checkTreatment(nested, within)
      if (nested.onInvalid !== 'null' || within.nullable) return sentences
      return [...sentences, '`onInvalid: null` cannot be used, the column does not allow NULL']
    },
    prepareNested: (nested, type) => prepareTreatment(nested, inner(type)),
  }
}
