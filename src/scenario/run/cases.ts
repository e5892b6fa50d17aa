import type { Scenario } from '../model.ts'

/** One scenario for each row of its table of cases; the scenario itself when it has none. */
export function casesOf(scenario: Scenario): Scenario[] {
  const { cases, ...rest } = scenario
  return cases?.map(({ name, vars }) => ({ ...rest, vars, caseName: name })) ?? [scenario]
}

/** The name that results bear: `checkout [two units]` for a case. */
export function resultName({ name, caseName }: Pick<Scenario, 'name' | 'caseName'>): string {
  return caseName === undefined ? name : `${name} [${caseName}]`
}
