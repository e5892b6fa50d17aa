import { Buffer } from 'node:buffer'
import { type Disposal, openAll } from '../../core/disposal.ts'
import type { PeopleSearch } from '../../core/people-search.ts'
import type { TableTransform } from '../../core/rows/table-transform.ts'
import { openRunDirectory } from '../../environment/run-directory.ts'
import { nameWithSize, type Pack } from '../../landscape/pack/pack.ts'
import type { TreatmentPlan } from '../../policy/plan.ts'
import { nameOf } from '../../policy/schemas.ts'
import type { OpenSnapshot } from '../../stores/files/snapshot-source.ts'
import type { Ambient } from '../ambient.ts'
import { openStores } from '../hosting/open-stores.ts'
import { keyFrom } from '../keys/key-from.ts'
import type { Configuration } from '../requests.ts'
import { peopleOfSource } from '../sweep/people-of-source.ts'
import { checkTreatments } from '../treatments/prepare-treatments.ts'
import { hostedStores, loadHosted } from './load-hosted.ts'
import { openSources } from './open-stores.ts'
import { policyIn } from './policy-in.ts'
import { scanIn, schemasOf } from './scan-in.ts'
import { snapshotName } from './snapshot-name.ts'

/** What a clone for one environment is made of. */
export interface FreshCloneRequest {
  pack: Pack
  /** Instead of the pack's data. */
  snapshot?: OpenSnapshot
  /** Absolute. */
  policyFile: string
  /** Columns (`shop.order.comment`) that are left as they are, whatever the policy says. */
  exempts(column: string): boolean
}

/** A clone that is made when an environment starts, under a key that nobody keeps. */
export interface FreshClone {
  /** For people. */
  name: string
  /** Makes it in the stores of the environment. Throws what a clone throws. */
  load(storeUrls: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void>
  /** The people of its source, once it is loaded. */
  people(): PeopleSearch | undefined
}

/** The source is hosted beside the environment, and gone when the clone is made. */
export function freshClone(configuration: Configuration, request: FreshCloneRequest, ambient: Ambient): FreshClone {
  const { pack, snapshot, policyFile, exempts } = request
  let people: PeopleSearch | undefined
  return {
    name: `clone of ${snapshot === undefined ? nameWithSize(pack) : snapshotName(snapshot)}`,
    people: () => people,
    async load(storeUrls, signal) {
      const [policy, key] = await Promise.all([policyIn(policyFile), keyFrom({ ephemeral: true }, ambient)])
      const work = await openAll(async (opened) => {
        const urls = await hostSource(configuration, request, { ambient, signal, opened })
        const { PATH: searchPath } = configuration.variables
        const options = { ...(searchPath !== undefined && { searchPath }), signal }
        const sources = await openSources(hostedStores(urls), options, opened)
        const treatments = await checkTreatments({ policy, schemas: schemasOf(sources), keyed: key.keyed })
        const scan = scanIn(sources, signal)
        const built = await treatments.build(scan)
        people = await peopleOfSource(treatments, built, scan, Buffer.from(ambient.randomBytes(4)).readInt32LE())
        const transformOf = (system: string, table: string) =>
          withoutExempt(built.transformOf(system, table), { plan: treatments.plan, system, table, exempts })
        await loadHosted(sources, storeUrls, { transformOf, signal })
        return opened
      })
      await work.dispose()
    },
  }
}

async function hostSource(
  configuration: Configuration,
  { pack, snapshot }: FreshCloneRequest,
  { ambient, signal, opened }: { ambient: Ambient; signal: AbortSignal; opened: Disposal },
): Promise<Readonly<Record<string, string>>> {
  const directory = opened.use(
    await openRunDirectory(configuration.temporaryDirectory, {
      status: async () => ({ kind: 'clone' }),
      down: () => undefined,
    }),
  )
  const { urls } = await openStores(
    {
      configuration,
      directory: directory.path,
      // Nothing of the user's: the source of a clone is our own copy.
      file: { version: 1, systems: {} },
      pack,
      isEmpty: snapshot !== undefined,
      newSecret: () => Buffer.from(ambient.randomBytes(16)).toString('hex'),
      now: () => pack.now,
      containers: () => Promise.reject(new Error('the source of a clone is in a container')),
      signal,
    },
    opened,
  )
  if (snapshot !== undefined) await loadHosted(snapshot.sources, urls, { signal })
  return urls
}

interface Exemption {
  plan: TreatmentPlan
  system: string
  table: string
  exempts(column: string): boolean
}

function withoutExempt(
  transform: TableTransform | undefined,
  { plan, system, table: name, exempts }: Exemption,
): TableTransform | undefined {
  const table = plan.systems.get(system)?.get(name)
  if (transform === undefined || table === undefined) return transform
  const exempt = table.fields.map((field) => exempts(nameOf(system, table.table, field.name)))
  if (!exempt.includes(true)) return transform
  return { ...transform, columns: transform.columns.map((column, number) => (exempt[number] ? undefined : column)) }
}
