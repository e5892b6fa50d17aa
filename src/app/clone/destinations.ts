import { join } from 'node:path'
import { type Disposal, openAll } from '../../core/disposal.ts'
import { environmentError } from '../../core/error.ts'
import type { TransferSource, TransferTarget } from '../../core/transfer/ports.ts'
import { isRunning } from '../../environment/abandoned.ts'
import { openRunDirectory } from '../../environment/run-directory.ts'
import { openSnapshotTarget } from '../../stores/files/snapshot-target.ts'
import type { Ambient } from '../ambient.ts'
import { hostedEnvironments } from '../environment-status.ts'
import type { Configuration, EnvironmentStatus } from '../requests.ts'
import { storesOfLandscape } from './find-stores.ts'
import { openTargets } from './open-stores.ts'
import { targetsFor } from './pair-stores.ts'
import { refuseProduction, refuseSources, refuseWithoutSpace } from './refusals.ts'
import type { Destination } from './requests.ts'

/** Where a transfer goes, open but unwritten. */
export interface OpenDestination extends AsyncDisposable {
  targets: ReadonlyMap<string, TransferTarget>
  /** To be called when all targets have been swapped in. */
  finish(): Promise<{ environment?: EnvironmentStatus }>
}

export interface DestinationContext {
  configuration: Configuration
  ambient: Ambient
  sources: ReadonlyMap<string, TransferSource>
  /** For the manifest of a snapshot. */
  made: Readonly<Record<string, string>>
  signal: AbortSignal
}

/** Opens what a transfer is to be written to. Throws what refuses it, before anything is written. */
export function openDestination(destination: Destination, context: DestinationContext): Promise<OpenDestination> {
  return openAll(async (opened) => {
    const open = { snapshot: toSnapshot, landscape: toLandscape, environment: toEnvironment }[destination.kind]
    const { targets, finish = async () => ({}) } = await open(destination as never, context, opened)
    refuseSources(context.sources, targets)
    return { targets, finish, [Symbol.asyncDispose]: opened.dispose }
  })
}

type Opening = Promise<Pick<OpenDestination, 'targets'> & Partial<Pick<OpenDestination, 'finish'>>>

/** Those that are known before anything is opened. */
export async function refuseDestination(
  destination: Destination,
  { temporaryDirectory }: Configuration,
): Promise<void> {
  if (destination.kind !== 'environment') return
  const { name } = destination
  const environments = await hostedEnvironments(temporaryDirectory)
  if (environments.every((environment) => environment.name !== name)) return
  throw environmentError({
    code: 'environment.already-up',
    message: `the environment "${name}" is already up`,
    remedy: `take it down first (standin env down --name ${name}), or give another name`,
  })
}

async function toSnapshot(
  { directory }: { directory: string },
  { ambient, sources, made }: DestinationContext,
  opened: Disposal,
): Opening {
  await refuseWithoutSpace(directory, sources.values())
  const snapshot = opened.use(await openSnapshotTarget(directory, { made, processId: ambient.processId, isRunning }))
  return { targets: new Map([...sources].map(([name, { server }]) => [name, snapshot.targetOf(name, server)])) }
}

async function toLandscape(
  { file }: { file: string },
  { configuration, sources }: DestinationContext,
  opened: Disposal,
): Opening {
  const { stores } = await storesOfLandscape(configuration, file, 'target')
  const targets = targetsFor(sources, stores)
  refuseProduction(targets)
  return { targets: await openTargets(targets, opened) }
}

/** By way of a snapshot in a directory that is removed when the environment is up, or at the next run if this one is killed. */
async function toEnvironment(
  { name, launch }: Extract<Destination, { kind: 'environment' }>,
  context: DestinationContext,
  opened: Disposal,
): Opening {
  const { configuration, signal } = context
  const directory = opened.use(
    await openRunDirectory(configuration.temporaryDirectory, {
      status: async () => ({ kind: 'clone' }),
      down: () => undefined,
    }),
  )
  const snapshot = join(directory.path, 'snapshot')
  return {
    ...(await toSnapshot({ directory: snapshot }, context, opened)),
    async finish() {
      const { environmentUp } = await import('../environment-up.ts')
      return {
        environment: await environmentUp(configuration, { name, snapshot, isChecked: true }, launch(snapshot), signal),
      }
    },
  }
}
