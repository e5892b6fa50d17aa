import { type Problem, StandinError } from '../../core/error.ts'
import { type KeyedFunction, keyedFunction } from '../../core/keyed/keyed-function.ts'
import type { TableTransform } from '../../core/rows/table-transform.ts'
import type { Treatment } from '../../core/treatment/treatment.ts'
import type { TablePlan, TreatmentPlan } from '../../policy/plan.ts'
import { planTreatments } from '../../policy/plan-treatments.ts'
import type { Policy } from '../../policy/policy.ts'
import { nameOf, type Schemas } from '../../policy/schemas.ts'
import type { PersonaColumn, Preparation, Scan } from '../../transform/strategy.ts'
import {
  buildTransform,
  checkTreatment,
  keepsUnique,
  loadTreatment,
  prepareTreatment,
  withTreatmentsWithin,
} from '../../transform/treatments.ts'
import { sortedByPlace } from '../../yaml/problem-order.ts'
import { type InvalidValues, invalidCounter } from './invalid-values.ts'
import { loadFunctions } from './load-functions.ts'
import { registersOf } from './registers.ts'
import { type TreatmentScope, tableScope } from './table-scope.ts'

export interface TreatmentRequest {
  policy: Policy
  /** What the stores hold that are transferred, by system. */
  schemas: Schemas
  /** Missing only where `earlier` says why. */
  keyed: KeyedFunction | undefined
  /** Systems that the landscape knows and that are not transferred. */
  others?: Iterable<string>
  /** What was wrong before, such as a missing key: reported together with what is found here. */
  earlier?: readonly Problem[]
}

/** A policy that fits the stores. */
export interface CheckedTreatments {
  plan: TreatmentPlan
  /** Looks at the source where a treatment has to, and makes the transforms. */
  build(scan: RunScan): Promise<BuiltTreatments>
}

/** Walks through some columns of a source, as `TransferSource.scan` does. */
export type RunScan = (scan: Scan) => Promise<void>

export interface BuiltTreatments {
  /** `undefined` where the table's rows are kept as they are. Throws for a table that the plan does not have. */
  transformOf(system: string, table: string): TableTransform | undefined
  /** Values that could not be handled so far. */
  invalidValues(): readonly InvalidValues[]
}

/**
 * Finds out what becomes of everything in the stores, before the first row is read. Throws everything that is wrong, in
 * the order of the policy: usage errors `policy.*`; or, where only rules are missing, the finding `policy.uncovered`.
 */
export async function checkTreatments(request: TreatmentRequest): Promise<CheckedTreatments> {
  const { policy, schemas, others, earlier = [] } = request
  const keyed = request.keyed ?? placeholderFor(earlier)
  const strategies = { keepsUnique, within: withTreatmentsWithin }
  const { plan, problems, uncovered } = planTreatments(policy, schemas, strategies, others)
  const tables = [...plan.systems.values()].flatMap((system) => [...system.values()])
  const treatments = tables.flatMap(({ fields }) => fields.map(({ treatment }) => treatment))
  for (const treatment of new Set(treatments)) await loadTreatment(treatment)
  const loaded = await loadFunctions(withAllWithin(treatments), policy.file)

  const prepared = new Map<string, unknown>()
  const registers = registersOf(plan, keyed)
  const invalid = invalidCounter()
  const { functions } = loaded
  const scope = { keyed, registers, functions, prepared, personaColumns: personaColumns(tables), invalid }
  const all = [
    ...earlier,
    ...problems,
    ...loaded.problems,
    ...tables.flatMap((table) => treatmentProblems(table, scope)),
  ]
  if (all.length > 0) throw new StandinError('usage', sortedByPlace(distinct([...all, ...uncovered])))
  if (uncovered.length > 0) throw new StandinError('finding', uncovered)
  return {
    plan,
    async build(scan) {
      for (const preparation of preparationsOf(tables, scope)) {
        for (const each of preparation.scans) await scan(each)
        prepared.set(preparation.key, preparation.result())
      }
      const transforms = new Map(tables.map((table) => [table, transformOf(table, scope)]))
      for (const each of registers.scans()) await scan(each)
      return {
        transformOf(system, name) {
          const table = plan.systems.get(system)?.get(name)
          if (table === undefined) throw new Error(`the plan has no table ${name} of ${system}`)
          return transforms.get(table)
        },
        invalidValues: invalid.counts,
      }
    },
  }
}

function treatmentProblems(table: TablePlan, shared: TreatmentScope): Problem[] {
  const scope = tableScope(table, shared)
  return scope.fields.flatMap((field) =>
    checkTreatment(field.treatment, scope.contextOf(field)).map((sentence) => ({
      code: 'policy.unfit',
      message: `${nameOf(table.system, table.table, field.name)}: ${sentence}`,
      place: field.treatment.place,
    })),
  )
}

/** Where there is no key, everything else is checked all the same, and then refused: nothing is ever made with this one. */
function placeholderFor(earlier: readonly Problem[]): KeyedFunction {
  if (earlier.length === 0) throw new Error('a key is missing, and nobody said so')
  return keyedFunction(new Uint8Array(32))
}

/** Preparations with the same key are one. */
function preparationsOf(tables: readonly TablePlan[], shared: TreatmentScope): Preparation[] {
  const preparations = new Map<string, Preparation>()
  for (const table of tables) {
    const scope = tableScope(table, shared)
    for (const field of scope.fields)
      for (const preparation of prepareTreatment(field.treatment, scope.contextOf(field)))
        if (!preparations.has(preparation.key)) preparations.set(preparation.key, preparation)
  }
  return [...preparations.values()]
}

function transformOf(table: TablePlan, shared: TreatmentScope): TableTransform | undefined {
  const scope = tableScope(table, shared)
  const columns = scope.fields.map((field) => buildTransform(field.treatment, scope.contextOf(field)))
  // A path that turns up later has to be refused, even where all that are known are kept.
  if (table.kind === 'postgres' && columns.every((column) => column === undefined)) return undefined
  return scope.transform(columns)
}

function personaColumns(tables: readonly TablePlan[]): PersonaColumn[] {
  return tables.flatMap(({ system, table, fields }) =>
    fields.flatMap(({ name, treatment }) => {
      if (treatment.strategy !== 'persona') return []
      const { identity, attribute } = treatment.settings as { identity: string; attribute: string }
      return [{ system, table: table.name, column: name, identity, attribute }]
    }),
  )
}

/** The treatments within take the place of the one that holds them. */
function* withAllWithin(treatments: Iterable<Treatment>): Generator<Treatment> {
  for (const treatment of treatments)
    for (const each of withTreatmentsWithin(treatment)) yield { ...each, place: each.place ?? treatment.place }
}

/** One rule can hold for many columns, and be wrong in the same way on each. */
function distinct(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems.filter(({ code, message, place }) => {
    const key = JSON.stringify([code, message, place?.line, place?.column])
    return !seen.has(key) && seen.add(key)
  })
}
