import type { Problem } from '../core/error.ts'
import type { StoreSchema, TableSchema } from '../core/transfer/store-schema.ts'
import { sortedByPlace } from '../yaml/problem-order.ts'
import { coverageProblem } from './checks/coverage.ts'
import { identityProblems, neededIdentities } from './checks/identity-keys.ts'
import { nullProblems, withoutNull } from './checks/not-null.ts'
import { referenceProblems } from './checks/references.ts'
import { uniqueProblems } from './checks/unique.ts'
import { columnPairs } from './column-pairs.ts'
import { findIdentities, type IdentityFinder } from './find-identities.ts'
import { type MatchedField, matchColumns } from './match-columns.ts'
import { matchPaths } from './match-paths.ts'
import { rulesFor } from './match-table.ts'
import type { FieldPlan, IdentityBinding, TablePlan, TreatmentPlan } from './plan.ts'
import type { Policy, TableRules } from './policy.ts'
import { type FoundColumn, locate, type Schemas } from './schemas.ts'
import type { Strategies } from './strategies.ts'
import { unusedRules } from './unused-rules.ts'
import { withoutSystems } from './without-systems.ts'

/** What was matched; sound only where there are no problems. */
export interface Planned {
  plan: TreatmentPlan
  /** What is wrong with the policy: usage. */
  problems: readonly Problem[]
  /** Columns and paths that no rule covers: a finding. */
  uncovered: readonly Problem[]
}

/** A table, what rules hold for it, and what they say. */
interface MatchedTable {
  system: string
  kind: StoreSchema['kind']
  table: TableSchema
  rules: TableRules | undefined
  fields: readonly MatchedField[]
}

/**
 * Holds a policy against what the stores hold, and finds out what becomes of everything in them. `others` are systems
 * that the landscape knows and that are not transferred: rules for them are passed over.
 */
export function planTreatments(
  whole: Policy,
  schemas: Schemas,
  strategies: Strategies,
  others: Iterable<string> = [],
): Planned {
  const policy = withoutSystems(whole, schemas, new Set(others))
  const problems: Problem[] = unusedRules(policy, schemas)
  for (const name of policy.links.flat()) {
    const target = locate(name, schemas)
    if ('code' in target) problems.push(target)
  }
  const tables = matchTables(policy, schemas, problems)
  const fieldsOf = (system: string, table: string): readonly MatchedField[] =>
    tables.find((matched) => matched.system === system && matched.table.name === table)?.fields ?? []
  const identities = findIdentities(policy, schemas, fieldsOf)
  problems.push(...identities.problems)

  const pairs = columnPairs(policy, schemas)
  const plans = tables.map((matched) => tablePlan(matched, policy, identities, strategies))
  for (const plan of plans) {
    problems.push(...identityProblems(plan, policy, strategies), ...uniqueProblems(plan, strategies))
    problems.push(...nullProblems(plan, policy))
  }
  problems.push(...referenceProblems(pairs, fieldsIn(plans)))
  return {
    plan: {
      hash: policy.hash,
      systems: bySystem(plans, schemas),
      identities: identities.plans,
      scans: identities.registers,
    },
    problems: sortedByPlace(problems),
    uncovered: sortedByPlace(tables.flatMap((matched) => uncoveredIn(matched, tables, policy))),
  }
}

/** Finds what holds for each table. */
function matchTables(policy: Policy, schemas: Schemas, problems: Problem[]): MatchedTable[] {
  return [...schemas].flatMap(([system, schema]) =>
    schema.tables.map((table) => {
      const { kind } = schema
      const rules = rulesFor(system, table, schema, policy)
      const matched = (kind === 'mongodb' ? matchPaths : matchColumns)(system, table, rules)
      if (rules !== undefined && namesOne(rules, table)) problems.push(...matched.problems)
      return { system, kind, table, rules, fields: matched.fields }
    }),
  )
}

/** Rules for many tables may name columns that only some of them have. */
function namesOne({ name }: TableRules, table: TableSchema): boolean {
  return name.table === table.name
}

function tablePlan(
  { system, kind, table, fields }: MatchedTable,
  policy: Policy,
  finder: IdentityFinder,
  strategies: Strategies,
): TablePlan {
  const identities = new Map<string, IdentityBinding>()
  for (const name of policy.identities.keys()) {
    const binding = finder.binding(name, system, table)
    if (binding !== undefined) identities.set(name, binding)
  }
  const planned = fields.flatMap(({ treatment, ...field }): FieldPlan[] =>
    treatment === undefined ? [] : [{ ...field, treatment: withoutNull(treatment, field.nullable, policy) }],
  )
  const needed = neededIdentities(
    planned.map(({ treatment }) => treatment),
    strategies,
  )
  const keyless = new Set([...needed].filter((name) => !identities.has(name)))
  return { system, kind, table, fields: planned, identities, keyless }
}

function fieldsIn(plans: readonly TablePlan[]): (column: FoundColumn) => FieldPlan | undefined {
  return ({ system, table, column }) =>
    plans
      .find((plan) => plan.system === system && plan.table === table)
      ?.fields.find(({ name }) => name === column.name)
}

/** What a partition lacks as its table does is told of the table. */
function uncoveredIn(matched: MatchedTable, tables: readonly MatchedTable[], { file }: Policy): Problem[] {
  const { system, kind, table, rules } = matched
  const whole = tables.find((other) => other.system === system && other.table.name === table.partOf)
  const told = new Set(whole?.rules === rules ? whole?.fields.filter(isUncovered).map(({ name }) => name) : [])
  const fields = matched.fields.filter((field) => isUncovered(field) && !told.has(field.name))
  return fields.length === 0 ? [] : [coverageProblem({ system, kind, table, fields, place: rules?.name.place }, file)]
}

function isUncovered({ treatment }: MatchedField): boolean {
  return treatment === undefined
}

function bySystem(plans: readonly TablePlan[], schemas: Schemas): TreatmentPlan['systems'] {
  return new Map(
    [...schemas.keys()].map((system) => {
      const own = plans.filter((plan) => plan.system === system)
      return [system, new Map(own.map((plan) => [plan.table.name, plan]))]
    }),
  )
}
