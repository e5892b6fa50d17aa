import { checkTreatments } from '../src/app/treatments/prepare-treatments.ts'
import { keyedFunction } from '../src/core/keyed/keyed-function.ts'
import type { TableTransform } from '../src/core/rows/table-transform.ts'
import type { TransferSource } from '../src/core/transfer/ports.ts'
import { readPolicy } from '../src/policy/read-policy.ts'

/** How each table of the system `bench` is treated by a policy, under a key that everybody knows. */
export async function treatmentsOf(
  policy: string,
  source: TransferSource,
  signal: AbortSignal,
): Promise<(table: string) => TableTransform | undefined> {
  const { schema } = source
  const treatments = await checkTreatments({
    policy: readPolicy(policy, 'policy.yaml'),
    schemas: new Map([['bench', schema]]),
    keyed: keyedFunction(Buffer.from('a key that only the benchmark has')),
  })
  const built = await treatments.build(async ({ table: name, columns, visit }) => {
    const table = schema.tables.find((one) => one.name === name)
    if (table !== undefined) await source.scan(table, columns, visit, signal)
  })
  return (table) => built.transformOf('bench', table)
}
