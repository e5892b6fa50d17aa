import type { Problem } from '../../core/error.ts'
import type { Treatment } from '../../core/treatment/treatment.ts'
import type { TablePlan } from '../plan.ts'
import type { Policy } from '../policy.ts'
import { nameOf } from '../schemas.ts'

/** Treatments that want to write NULL for what they cannot handle, where there can be none. */
export function nullProblems({ system, table, fields }: TablePlan, policy: Policy): Problem[] {
  return fields.flatMap(({ name, nullable, treatment }) => {
    if (nullable || treatment.onInvalid !== 'null' || policy.onInvalid === 'null') return []
    const column = nameOf(system, table, name)
    return [
      {
        code: 'policy.not-null',
        message: `${column} does not allow NULL, so that values that cannot be handled cannot become NULL`,
        place: treatment.place,
        remedy: 'Say `onInvalid: replace` or `onInvalid: fail`.',
      },
    ]
  })
}

/** What a policy says for all columns is not meant for those that do not allow NULL: there, such values are replaced. */
export function withoutNull(treatment: Treatment, nullable: boolean, policy: Policy): Treatment {
  const meant = nullable || treatment.onInvalid !== 'null' || policy.onInvalid !== 'null'
  return meant ? treatment : { ...treatment, onInvalid: 'replace' }
}
