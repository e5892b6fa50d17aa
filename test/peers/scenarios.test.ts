import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { openClients } from '../../src/environment/kafka/clients.ts'
import { type Sandbox, sandbox } from '../e2e/sandbox.ts'
import { type Databases, startDatabases } from '../scenario/databases.ts'
import { startKafka } from './kafka/start-kafka.ts'
import { urlOf } from './url-of.ts'

/* The shipped scenarios on real servers: only standin.yaml differs. */
const kafka = urlOf(inject('kafka'))
const ferretdb = urlOf(inject('ferretdb'))
const systems = [
  '  erp: { store: { kind: postgres, url: "${ERP_TEST_URL}" } }',
  '  oms: { store: { kind: postgres, url: "${OMS_TEST_URL}" } }',
  ...(ferretdb === undefined
    ? []
    : ['  pim: { store: { kind: mongodb, url: "${PIM_TEST_URL}", database: pim_test } }']),
  ...(kafka === undefined ? [] : ['  broker: { log: { kind: kafka, url: "${KAFKA}" } }']),
]

let databases: Databases
let box: Sandbox
let file: string
const env = () => ({
  ERP_TEST_URL: databases.url('erp_test'),
  OMS_TEST_URL: databases.url('oms_test'),
  PIM_TEST_URL: ferretdb ?? '',
  KAFKA: kafka ?? '',
})

beforeAll(async () => {
  databases = await startDatabases(['erp_test', 'oms_test'])
  for (const store of Object.values(databases.stores))
    await store.script(`create table standin_environment (environment text);
      insert into standin_environment values ('test')`)
  await using client = new MongoClient(ferretdb ?? 'mongodb://127.0.0.1:1')
  if (ferretdb !== undefined)
    await client.db('pim_test').collection('standin_environment').insertOne({ environment: 'test' })
  if (kafka !== undefined)
    await withAdmin(kafka, ({ admin }) => admin.createTopics({ topics: ['standin_environment_test'] }))
})
afterAll(() => databases?.[Symbol.asyncDispose]())
beforeEach(() => {
  box = sandbox()
  file = join(box.directory, 'standin.yaml')
  writeFileSync(file, `version: 1\nsystems:\n${systems.join('\n')}\n`)
})
afterEach(() => box[Symbol.dispose]())

async function withAdmin<T>(
  address: string,
  work: (clients: Awaited<ReturnType<typeof openClients>>) => Promise<T>,
): Promise<T> {
  const clients = await openClients({ brokers: [address] }, () => undefined)
  try {
    return await work(clients)
  } finally {
    await clients.close()
  }
}

/** Everything that the servers hold. */
async function content(): Promise<unknown> {
  const schemas = `select nspname::text as name from pg_namespace where nspname like 'standin%'`
  await using client = new MongoClient(ferretdb ?? 'mongodb://127.0.0.1:1')
  return {
    schemas: (await Promise.all(Object.values(databases.stores).map((store) => store.query(schemas)))).flatMap(
      ({ rows }) => rows,
    ),
    collections:
      ferretdb === undefined ? [] : (await client.db('pim_test').listCollections().toArray()).map(({ name }) => name),
    ...(kafka !== undefined &&
      (await withAdmin(kafka, async ({ admin }) => ({
        topics: (await admin.listTopics()).filter((name) => name.startsWith('standin')),
        groups: [...(await admin.listGroups()).keys()].filter((name) => name.startsWith('standin')),
      })))),
  }
}

const nothing = {
  schemas: [],
  collections: ferretdb === undefined ? [] : ['standin_environment'],
  ...(kafka !== undefined && { topics: ['standin_environment_test'], groups: [] }),
}

test.each(['checkout-reservation', 'consumer-down-recovery', 'missing-ack-crash'])(
  '%s passes, and leaves the servers as they were',
  async (scenario) => {
    const { code, out, err } = await box.run(`scenario run ${scenario} --landscape ${file}`, { env: env() })
    expect(out, err).toMatch(/1 passed/)
    expect(code).toBe(0)
    expect(await content()).toEqual(nothing)
    expect(box.left()).toEqual(['standin.yaml'])
  },
)

test('a defect is caught as ever', async () => {
  const command = `scenario run missing-ack-crash --defect ack-before-effect --landscape ${file}`
  const { code, out } = await box.run(command, { env: env() })
  expect(out).toMatch(/1 failed/)
  expect(code).toBe(1)
})

describe.skipIf(kafka === undefined)('Kafka', () => {
  test('what a killed run left there is deleted by the next one, and what a living one has is not', async () => {
    const broker = join(box.directory, 'broker.yaml')
    writeFileSync(broker, `version: 1\nsystems:\n  broker: { log: { kind: kafka, url: "${kafka}" } }\n`)
    const [killed, living] = ['killed', 'living'].map((name) =>
      box.start(`standin env up --foreground --json --name ${name} --landscape ${broker}`),
    )
    await Promise.all([killed?.said(/\n\}/), living?.said(/\n\}/)])
    const topics = async (): Promise<number> => ((await content()) as { topics: string[] }).topics.length - 1
    const both = await topics()
    killed?.child.kill('SIGKILL')
    await once(killed?.child as never, 'close')
    const { code, err } = await box.run(`scenario run checkout-reservation --landscape ${broker}`)
    expect(err).toBe('')
    expect(code).toBe(0)
    expect(await topics()).toBe(both / 2)
    living?.child.kill('SIGINT')
    await living?.ended
    expect(await content()).toEqual(nothing)
  })

  test('a broker that nobody marked is refused, and one that is not there ends the command with exit code 3', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'standin-kafka-'))
    const own = await startKafka(inject('kafkaLibraries'), directory)
    try {
      const broker = join(box.directory, 'broker.yaml')
      writeFileSync(broker, `version: 1\nsystems:\n  broker: { log: { kind: kafka, url: "${own.address}" } }\n`)
      const refused = await box.run(`scenario run checkout-reservation --landscape ${broker}`)
      expect(refused.err).toContain('nothing says that the message broker of broker is there for tests')
      expect(refused.code).toBe(2)

      const up = box.start(`standin env up --foreground --i-know --json --landscape ${broker}`)
      await up.said(/\n\}/)
      await own.kill()
      const lost = await up.ended
      expect(lost.err).toContain(`the message broker at ${own.address} cannot be used`)
      expect(lost.err).not.toContain('    at ')
      expect(lost.code).toBe(3)

      const gone = await box.run(`scenario run checkout-reservation --landscape ${broker}`)
      expect(gone.err).toContain(`the message broker at ${own.address} cannot be used`)
      expect(gone.code).toBe(3)
      expect(box.left().sort()).toEqual(['broker.yaml', 'standin.yaml'])
    } finally {
      await own[Symbol.asyncDispose]()
      rmSync(directory, { recursive: true })
    }
  })
})
