import type { TreatmentPlan } from '../../policy/plan.ts'
import { nameOf } from '../../policy/schemas.ts'
import type { InvalidValues } from '../treatments/invalid-values.ts'
import type { TableRemarks } from './summarize.ts'

/** What was replaced in each table, and what could not be handled there. */
export function tableRemarks(plan: TreatmentPlan, invalid: readonly InvalidValues[]): TableRemarks {
  return (system, name) => {
    const table = plan.systems.get(system)?.get(name)
    if (table === undefined) return { replaced: {}, unhandled: [] }
    const treated = table.fields.filter(({ treatment }) => treatment.strategy !== 'keep')
    return {
      replaced: Object.fromEntries(treated.map((field) => [field.name, field.treatment.strategy])),
      unhandled: treated.flatMap((field) =>
        invalid
          .filter(({ column }) => column === nameOf(system, table.table, field.name))
          .map(({ reason, count }) => ({ column: field.name, reason, count })),
      ),
    }
  }
}
