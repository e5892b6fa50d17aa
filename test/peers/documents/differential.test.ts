import fc from 'fast-check'
import { type Collection, type Document, MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startServer, type TestServer } from '../../stores/mongodb/transfer/servers.ts'
import { urlOf } from '../url-of.ts'
import { isDeviation } from './ferretdb-deviations.ts'
import { type Operation, operation, perform } from './operations.ts'

/* The same operations, in the same order, on the embedded document server and on a real one: the answers are the same. */

const operations = 5_000
const perSequence = 25

interface Peer {
  name: string
  url: string | undefined
  /** The peer is known to answer otherwise than MongoDB does; what is kept has to be the same all the same. */
  isDeviation(asked: Operation): boolean
}

const peers: Peer[] = [
  { name: 'FerretDB', url: urlOf(inject('ferretdb')), isDeviation },
  { name: 'mongod', url: urlOf(inject('mongod')), isDeviation: () => false },
]

describe.each(peers)('$name', ({ url, isDeviation: isKnown }) => {
  describe.skipIf(url === undefined)('beside the embedded server', () => {
    let embedded: TestServer
    let real: MongoClient
    let last = 0
    const database = `differential-${Date.now().toString(36)}`

    beforeAll(async () => {
      embedded = await startServer()
      real = new MongoClient(url ?? '')
    })
    afterAll(async () => {
      await real?.db(database).dropDatabase()
      await real?.close()
      await embedded?.[Symbol.asyncDispose]()
    })

    const compare = async (sequence: readonly Operation[]): Promise<void> => {
      const name = `c${++last}`
      const sides: Collection<Document>[] = [embedded.client, real].map((client) =>
        client.db(database).collection(name),
      )
      const content = { kind: 'find', filter: {}, sort: { _id: 1 }, skip: 0, limit: 0, projection: {} } as const
      try {
        for (const asked of [...sequence, content]) {
          const [ours, theirs] = await Promise.all(sides.map((side) => perform(side, asked)))
          if (JSON.stringify(ours) === JSON.stringify(theirs) || isKnown(asked)) continue
          expect(ours, JSON.stringify(asked)).toEqual(theirs)
          throw new Error(`${JSON.stringify(asked)}: ${JSON.stringify(ours)} and ${JSON.stringify(theirs)}`)
        }
      } finally {
        await Promise.all(sides.map((side) => side.drop()))
      }
    }

    test(`${operations} operations have the same answers`, { timeout: 300_000 }, async () => {
      const sequences = fc.array(operation, { minLength: perSequence, maxLength: perSequence })
      await fc.assert(fc.asyncProperty(sequences, compare), { seed: 1, numRuns: operations / perSequence })
    })
  })
})
