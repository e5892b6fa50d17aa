import type { ContainerHost } from './container-host.ts'
import type { Address, RunningContainer } from './container-spec.ts'

export interface MongodbContainerOptions {
  /** Has to take user and password as the official image does. */
  image: string
  database: string
  password: string
  /** Whether a server answers at a URL. */
  answers(url: string): Promise<boolean>
  /** Leaves the server for the next run, without what was put into it. */
  reuse: boolean
  /** Drops everything that a database holds. */
  empty(url: string): Promise<void>
}

export interface MongodbContainer extends AsyncDisposable {
  /** For any client on this machine. */
  url: string
}

const user = 'standin'
const port = 27_017
const passwordVariable = 'MONGO_INITDB_ROOT_PASSWORD'

/** A MongoDB in a container, with nothing in it. */
export async function startMongodbContainer(
  host: ContainerHost,
  { image, database, password, answers, reuse, empty }: MongodbContainerOptions,
): Promise<MongodbContainer> {
  const urlAt = (at: Address, own = password): string =>
    `mongodb://${user}:${own}@${at.host}:${at.port(port)}/${database}?authSource=admin&directConnection=true`
  const urlOf = (container: RunningContainer): string => urlAt(container, container.variable(passwordVariable))
  const container = await host.start({
    name: 'mongodb-store',
    image,
    ports: [port],
    environment: { MONGO_INITDB_ROOT_USERNAME: user },
    secrets: { [passwordVariable]: password },
    // The image starts its server twice; the first one does not listen for us.
    waitFor: { answers: (at) => answers(urlAt(at)) },
    reuse,
    empty: (kept) => empty(urlOf(kept)),
  })
  return { url: urlOf(container), [Symbol.asyncDispose]: container[Symbol.asyncDispose] }
}
