import { type Problem, usageError } from '../../core/error.ts'
import type { TransferSource, TransferTarget } from '../../core/transfer/ports.ts'
import type { StoreAddress } from './store-address.ts'

/**
 * The targets of a landscape for what there is to transfer, system by system. Throws usage errors: a system without a
 * target (`clone.no-target`), and one of another kind (`clone.other-kind`). Targets that nothing comes to are left alone.
 */
export function targetsFor(
  sources: ReadonlyMap<string, Pick<TransferSource, 'schema'>>,
  targets: readonly StoreAddress[],
): readonly StoreAddress[] {
  const problems: Problem[] = []
  const chosen = [...sources].flatMap(([system, { schema }]) => {
    const target = targets.find((one) => one.system === system)
    if (target?.kind === schema.kind) return [target]
    problems.push(target === undefined ? noTarget(system) : otherKind(system, schema.kind, target.kind))
    return []
  })
  if (problems.length > 0) throw usageError(problems)
  return chosen
}

function noTarget(system: string): Problem {
  return {
    code: 'clone.no-target',
    message: `there is no target for the store of ${system}`,
    remedy: `add \`target\` to the store of ${system} in the file that --target names`,
  }
}

function otherKind(system: string, from: string, to: string): Problem {
  return { code: 'clone.other-kind', message: `the store of ${system} is ${from}, and its target is ${to}` }
}

/** Sources and targets of the same systems. */
export function pairs(
  sources: ReadonlyMap<string, TransferSource>,
  targets: ReadonlyMap<string, TransferTarget>,
): { system: string; source: TransferSource; target: TransferTarget }[] {
  return [...targets].flatMap(([system, target]) => {
    const source = sources.get(system)
    return source === undefined ? [] : [{ system, source, target }]
  })
}
