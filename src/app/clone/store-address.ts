/** Where one system's store is. The URL holds a password: it is never printed. */
export interface StoreAddress {
  system: string
  kind: 'postgres' | 'mongodb'
  url: string
  /** Of a document server. */
  database: string
  /** How many documents are looked at to learn the paths of a collection. */
  sample?: number
  /** It may never be written to. */
  production: boolean
}

/** The kind of store that a URL leads to. */
export function kindOfUrl(url: string): StoreAddress['kind'] | undefined {
  if (/^postgres(ql)?:/.test(url)) return 'postgres'
  return /^mongodb(\+srv)?:/.test(url) ? 'mongodb' : undefined
}

/** The database that a MongoDB URL names behind its hosts, which may be several. */
export function databaseInUrl(url: string): string | undefined {
  const name = /^[^:]+:\/\/[^/]*\/([^?]+)/.exec(url)?.[1]
  return name === undefined ? undefined : decodeURIComponent(name)
}
