/* Fetches or builds what a server is made of, once for each cache, and prints its path: the folder of `kafka`'s archives, the program `ferretdb`. */
import { buildFerretDb } from './ferretdb/start-ferretdb.ts'
import { fetchKafka } from './kafka/start-kafka.ts'
import { peersCache } from './peers-cache.ts'

const providers: Readonly<Record<string, (cache: string) => Promise<string>>> = {
  kafka: fetchKafka,
  ferretdb: buildFerretDb,
}

const provide = providers[process.argv[2] ?? '']
if (provide === undefined) throw new Error(`expected ${Object.keys(providers).join(' or ')}`)
console.log(await provide(peersCache))
