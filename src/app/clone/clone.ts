import { transfer } from '../../clone/transfer.ts'
import { openAll } from '../../core/disposal.ts'
import { type Problem, refuseWhenAborted, StandinError, usageError } from '../../core/error.ts'
import type { TransferSource } from '../../core/transfer/ports.ts'
import type { Policy } from '../../policy/policy.ts'
import type { Ambient } from '../ambient.ts'
import { type JobKey, type KeySource, keyFrom } from '../keys/key-from.ts'
import type { Configuration } from '../requests.ts'
import { type CheckedTreatments, checkTreatments } from '../treatments/prepare-treatments.ts'
import { openDestination, refuseDestination } from './destinations.ts'
import { type FoundStores, storesOfEnvironment, storesOfLandscape } from './find-stores.ts'
import { openSources } from './open-stores.ts'
import { pairs } from './pair-stores.ts'
import { policyIn } from './policy-in.ts'
import type { CloneRequest, Origin, TransferSummary } from './requests.ts'
import { scanIn, schemasOf } from './scan-in.ts'
import { summarize } from './summarize.ts'
import { tableRemarks } from './table-remarks.ts'

/**
 * Copies the stores of a landscape, with everything treated as the policy says. All that can be wrong with policy, key and
 * target is found before the first row is read, and before anything is written. Throws usage errors and the finding
 * `policy.uncovered` for it; else what `transfer` throws.
 */
export async function cloneStores(
  configuration: Configuration,
  request: CloneRequest,
  ambient: Ambient,
  signal: AbortSignal,
): Promise<TransferSummary> {
  const began = ambient.wallClock.now()
  const { key, problems: earlier } = await keyOrProblems(request.key, ambient)
  const { policy, found, opening } = await togetherWith(earlier, async () => {
    const policy = await policyIn(request.policyFile)
    await refuseDestination(request.destination, configuration)
    const found = await storesOf(configuration, request.from)
    const opening = await openAll(async (opened) => {
      const { PATH: searchPath } = configuration.variables
      const options = { ...(searchPath !== undefined && { searchPath }), signal }
      return { opened, sources: await openSources(found.stores, options, opened) }
    })
    return { policy, found, opening }
  })
  try {
    const { sources } = opening
    const schemas = schemasOf(sources)
    const treatments = await checkTreatments({ policy, schemas, keyed: key?.keyed, others: found.others, earlier })
    if (key === undefined) throw new Error('a key is missing, and nobody said so')
    const summary = await run(configuration, { ...request, key, policy, sources, treatments }, ambient, signal)
    return { ...summary, duration: ambient.wallClock.now() - began }
  } catch (thrown) {
    refuseWhenAborted(signal)
    throw thrown
  } finally {
    await opening.opened.dispose().catch(() => undefined)
  }
}

/** What is wrong with the key is told together with what is wrong with the policy. */
async function keyOrProblems(
  source: KeySource,
  ambient: Ambient,
): Promise<{ key?: JobKey; problems: readonly Problem[] }> {
  try {
    return { key: await keyFrom(source, ambient), problems: [] }
  } catch (thrown) {
    if (!(thrown instanceof StandinError)) throw thrown
    return { problems: thrown.problems }
  }
}

/** What the work throws, after the problems that were there before. */
async function togetherWith<T>(earlier: readonly Problem[], work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (earlier.length === 0 || !(thrown instanceof StandinError) || thrown.kind === 'interrupted') throw thrown
    throw usageError([...earlier, ...thrown.problems])
  }
}

interface CheckedClone extends Pick<CloneRequest, 'destination' | 'readers' | 'resume' | 'sink'> {
  key: JobKey
  policy: Policy
  sources: ReadonlyMap<string, TransferSource>
  treatments: CheckedTreatments
}

async function run(
  configuration: Configuration,
  { destination, readers, resume, sink, key, policy, sources, treatments }: CheckedClone,
  ambient: Ambient,
  signal: AbortSignal,
): Promise<TransferSummary> {
  const { standin = '' } = ambient.versions ?? {}
  const made = { standin, policy: policy.hash }
  await using open = await openDestination(destination, { configuration, ambient, sources, made, signal })
  for (const [system, { schema }] of sources)
    if (schema.uncarried.length > 0) sink({ type: 'uncarried', system, items: schema.uncarried })
  const built = await treatments.build(scanIn(sources, signal))
  const stores = pairs(sources, open.targets).map((pair) => ({
    ...pair,
    transformOf: (table: string) => built.transformOf(pair.system, table),
  }))
  const parts = { 'the policy': policy.hash, 'the key': key.fingerprint, 'the version of standin': standin }
  const resumable = destination.kind !== 'environment'
  const amounts = await transfer(stores, { parts, resume, resumable, readers, sink, signal })
  const remarks = tableRemarks(treatments.plan, built.invalidValues())
  const summary = summarize(destination, sources, amounts, 0, remarks)
  return { ...summary, ...(await open.finish()) }
}

function storesOf(configuration: Configuration, from: Origin): Promise<FoundStores> {
  if (from.kind === 'environment') return storesOfEnvironment(configuration, from.name)
  return storesOfLandscape(configuration, from.file, 'source')
}
