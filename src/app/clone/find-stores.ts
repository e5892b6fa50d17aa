import { readFile } from 'node:fs/promises'
import { messageOf, type Problem, usageError } from '../../core/error.ts'
import { suggestion } from '../../core/nearest.ts'
import type { LandscapeFile, StoreDeclaration } from '../../landscape/format.ts'
import { readLandscapeFile } from '../../landscape/landscape-file.ts'
import { hostedEnvironments } from '../environment-status.ts'
import type { Configuration } from '../requests.ts'
import { databaseInUrl, kindOfUrl, type StoreAddress } from './store-address.ts'

/** Stores that were found, and systems of the same landscape that are not among them. */
export interface FoundStores {
  stores: readonly StoreAddress[]
  /** Systems without a store. */
  others: readonly string[]
}

/**
 * The stores that a landscape file says a clone reads (`source`) or replaces (`target`). Throws usage errors, also when
 * there is none.
 */
export async function storesOfLandscape(
  { variables }: Configuration,
  path: string,
  use: 'source' | 'target',
): Promise<FoundStores> {
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw usageError({
      code: 'landscape.unreadable',
      message: `cannot read the landscape ${path}: ${messageOf(thrown)}`,
      remedy: `give the path of a standin.yaml with ${use === 'source' ? '--from' : '--target'}`,
    })
  })
  const file = readLandscapeFile(path, text, variables, use)
  const found = Object.entries(file.systems).map(([system, { store }]) => ({ system, store, url: store?.[use] }))
  const problems: Problem[] = []
  const stores = found.flatMap(({ system, store, url }) =>
    store === undefined || url === undefined ? [] : [addressOf(path, file, system, store, url, problems)],
  )
  if (problems.length > 0) throw usageError(problems)
  if (stores.length === 0) throw noStores(path, use)
  return { stores, others: found.filter(({ url }) => url === undefined).map(({ system }) => system) }
}

function addressOf(
  path: string,
  file: LandscapeFile,
  system: string,
  store: StoreDeclaration,
  url: string,
  problems: Problem[],
): StoreAddress {
  const database = store.database ?? (store.kind === 'mongodb' ? databaseInUrl(url) : '')
  if (database === undefined)
    problems.push({
      code: 'landscape.store',
      message: `${path}: neither the URL nor \`database\` says which database the store of ${system} is`,
      remedy: `write { kind: mongodb, …, database: NAME } for ${system}`,
    })
  return {
    system,
    kind: store.kind,
    url,
    database: database ?? '',
    ...(store.sample !== undefined && { sample: store.sample }),
    production: file.environment === 'production' || store.environment === 'production',
  }
}

function noStores(path: string, use: 'source' | 'target'): Error {
  const does = use === 'source' ? 'is read from' : 'is written to'
  return usageError({
    code: 'landscape.no-stores',
    message: `${path} names no store that ${does}`,
    remedy: `add one: systems: { erp: { store: { kind: postgres, ${use}: "\${ERP_URL}" } } }`,
  })
}

/** The stores of an environment that is up. Throws `environment.unknown`. */
export async function storesOfEnvironment({ temporaryDirectory }: Configuration, name: string): Promise<FoundStores> {
  const environments = await hostedEnvironments(temporaryDirectory)
  const status = environments.find((environment) => environment.name === name)?.status
  if (status === undefined) {
    const names = environments.map((environment) => environment.name)
    throw usageError({
      code: 'environment.unknown',
      message: `no environment "${name}" is up${names.length === 0 ? '' : `; ${suggestion(name, names)}`}`,
      remedy: `start it with \`standin env up --name ${name}\``,
    })
  }
  const stores = status.systems.flatMap(({ name: system, storeUrl: url = '' }): StoreAddress[] => {
    const kind = kindOfUrl(url)
    return kind === undefined ? [] : [{ system, kind, url, database: databaseInUrl(url) ?? system, production: false }]
  })
  const found = new Set(stores.map(({ system }) => system))
  return { stores, others: status.systems.map(({ name: system }) => system).filter((system) => !found.has(system)) }
}
