import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openRunDirectory } from '../../src/environment/run-directory.ts'
import { buildFerretDb, startFerretDb } from './ferretdb/start-ferretdb.ts'
import { fetchKafka, startKafka } from './kafka/start-kafka.ts'
import { peersCache } from './peers-cache.ts'
import { run } from './run.ts'

/** A server, or why there is none. */
export type Peer = { url: string } | { missing: string }

declare module 'vitest' {
  interface ProvidedContext {
    kafka: Peer
    /** The folder of Kafka's archives, for tests that start a broker of their own; empty where there is none. */
    kafkaLibraries: string
    ferretdb: Peer
    /** A mongod that runs already, from `STANDIN_TEST_MONGODB`. */
    mongod: Peer
  }
}

/** Starts the real servers once for the whole suite. What is not on this machine is left out, and said. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { temporaryDirectory } = project.getProvidedContext()
  const directory = await openRunDirectory(temporaryDirectory, {
    status: async () => ({ kind: 'test' }),
    down: () => undefined,
  })
  const work = join(directory.path, 'peers')
  const started: AsyncDisposable[] = []
  const end = async (): Promise<void> => {
    for (const server of started) await server[Symbol.asyncDispose]()
    await directory[Symbol.asyncDispose]()
  }
  try {
    const noKafka = (await without('java', ['-version'])) ?? (await without('mvn', ['-v']))
    const libraries = noKafka === undefined ? await fetchKafka(peersCache) : ''
    project.provide('kafkaLibraries', libraries)
    project.provide(
      'kafka',
      await peer('Kafka', noKafka, async () => {
        const kafka = await startKafka(libraries, join(work, 'kafka'))
        started.push(kafka)
        return kafka.address
      }),
    )
    project.provide(
      'ferretdb',
      await peer('FerretDB', await without('go', ['version']), async () => {
        const ferretdb = await startFerretDb(await buildFerretDb(peersCache), join(work, 'ferretdb'))
        started.push(ferretdb)
        return ferretdb.url
      }),
    )
    const mongod = process.env.STANDIN_TEST_MONGODB
    project.provide(
      'mongod',
      await peer('mongod', mongod ? undefined : 'no STANDIN_TEST_MONGODB', async () => mongod ?? ''),
    )
  } catch (thrown) {
    await end()
    throw thrown
  }
  return end
}

/** Why a program cannot be used; `undefined` when it can. */
async function without(program: string, args: readonly string[]): Promise<string | undefined> {
  return run(program, args).then(
    () => undefined,
    () => `no ${program}`,
  )
}

async function peer(name: string, missing: string | undefined, start: () => Promise<string>): Promise<Peer> {
  if (missing === undefined) return { url: await start() }
  console.log(`skipped, ${missing}: the tests on ${name}`)
  return { missing }
}
