import type { Db, Document } from 'mongodb'
import { guarded } from './transfer-failed.ts'

/** Which server it is, and what it can do. */
export interface ServerIdentity {
  /** The same for the same database, however it was addressed. */
  identity: string
  /** `MongoDB 7.0.5`. */
  version: string
  /** `setName` of a replica set, `isdbgrid` of a sharded cluster. */
  topology: 'single' | 'set' | 'sharded'
  /** To be added to commands that make collections and indexes. */
  extra: Document
}

/** The embedded server refuses options that it has no effect for, unless it is told to keep them. */
const keepComment = { comment: 'standin: keep what has no effect here' }

/**
 * A replica set is known by its name and its members, a sharded cluster by its identifier, a single server by the process
 * that serves it. What is asked for needs no rights, so that two users see the same. Throws `source.lost`, `target.lost`.
 */
export async function identify(db: Db, side: 'source' | 'target'): Promise<ServerIdentity> {
  const admin = db.client.db('admin')
  const ask = (command: Document): Promise<Document> => guarded(side, db.databaseName, () => admin.command(command))
  const hello = await ask({ hello: 1 })
  const build = await ask({ buildInfo: 1 })
  const product = build.ferretdbVersion !== undefined ? `FerretDB ${build.ferretdbVersion}` : `MongoDB ${build.version}`
  const of = (server: string): string => `mongodb:${server}/${db.databaseName}`
  if (typeof hello.setName === 'string') {
    const members = [...(hello.hosts ?? []), ...(hello.passives ?? [])].map(String).sort()
    return { identity: of(`${hello.setName}@${members.join(',')}`), version: product, topology: 'set', extra: {} }
  }
  if (hello.msg === 'isdbgrid') {
    const cluster = await clusterId(db)
    return { identity: of(cluster ?? processOf(hello) ?? 'cluster'), version: product, topology: 'sharded', extra: {} }
  }
  const server = processOf(hello) ?? (await statusOf(ask))
  const extra = hello.instance === undefined ? {} : keepComment
  return { identity: of(server), version: product, topology: 'single', extra }
}

/** MongoDB tells its process's identifier; the embedded server one of its own. */
function processOf({ topologyVersion, instance }: Document): string | undefined {
  const id: unknown = topologyVersion?.processId ?? instance
  return id === undefined ? undefined : String(id)
}

async function statusOf(ask: (command: Document) => Promise<Document>): Promise<string> {
  const { host, pid } = await ask({ serverStatus: 1 })
  return `${host}#${pid}`
}

/** Only a privileged user may read it. */
async function clusterId(db: Db): Promise<string | undefined> {
  try {
    const found = await db.client.db('config').collection('version').findOne({})
    return found?.clusterId === undefined ? undefined : String(found.clusterId)
  } catch {
    return undefined
  }
}
