import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TLSSocket, type TLSSocketOptions } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectSqlStore } from '../../../../src/stores/postgres/sql-store.ts'
import { type Databases, startDatabases } from '../../../scenario/databases.ts'
import { makeCertificates } from '../../../scenario/steps/tls-server.ts'
import { copyAll, openSource } from './round-trip.ts'

/* The embedded server has no certificate: a gateway in front of it has one. */
let databases: Databases
let gateway: Server
let directory: string
const sockets = new Set<Socket>()

beforeAll(async () => {
  databases = await startDatabases(['from', 'to'])
  directory = mkdtempSync(join(tmpdir(), 'standin-tls-'))
  makeCertificates(directory)
  gateway = createServer((socket) => void answer(socket))
  gateway.listen(0, '127.0.0.1')
  await once(gateway, 'listening')
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  gateway.close()
  await databases[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

/** Agrees to speak TLS, and passes on what is in it. */
async function answer(socket: Socket): Promise<void> {
  sockets.add(socket)
  socket.on('error', () => undefined)
  await once(socket, 'data')
  socket.write('S')
  const [key, cert] = ['server.key', 'server.pem'].map((name) => readFileSync(join(directory, name)))
  const secure = new TLSSocket(socket, { isServer: true, key, cert } as TLSSocketOptions)
  const plain = connect(Number(new URL(databases.url('from')).port), '127.0.0.1')
  sockets.add(plain)
  for (const side of [secure, plain]) side.on('error', () => side.destroy())
  secure.pipe(plain).pipe(secure)
}

test('a store asks for the certificate that its URL wants', async () => {
  const url = new URL(databases.url('from'))
  url.port = String((gateway.address() as AddressInfo).port)
  const count = async (options: string): Promise<unknown> => {
    const store = connectSqlStore(`${url}?${options}`, { applicationName: 'standin-test', connections: 1 })
    try {
      return (await store.query('select 1 as one')).rows
    } finally {
      await store.close()
    }
  }
  expect(await count(`sslmode=verify-full&sslrootcert=${join(directory, 'ca.pem')}`)).toEqual([{ one: 1 }])
  await expect(count('sslmode=verify-full')).rejects.toMatchObject({ code: 'sql.unreachable', kind: 'environment' })
  await expect(count('sslrootcert=/nowhere/ca.pem')).rejects.toMatchObject({ code: 'sql.unreachable' })
})

test('rows come through TLS, in both directions, and several chunks at a time', async () => {
  const table = 'create table entry (id integer, filler text)'
  for (const store of Object.values(databases.stores)) await store.script(table)
  await databases.stores.from?.script(
    `insert into entry select i, repeat(md5(i::text), 30) from generate_series(1, 20000) i`,
  )
  const throughGateway = (name: string) => {
    const url = new URL(databases.url(name))
    url.port = String((gateway.address() as AddressInfo).port)
    return `${url}?sslmode=no-verify`
  }
  await using source = await openSource(throughGateway('from'))
  const [chunk] = await source.chunks()
  if (chunk === undefined) throw new Error('no chunk')
  const counts = await Promise.all(
    [1, 2].map(async () => {
      let rows = 0
      for await (const batch of source.read(chunk, undefined, new AbortController().signal)) rows += batch.rows
      return rows
    }),
  )
  expect(counts).toEqual([20_000, 20_000])
  await copyAll(source, throughGateway('to'))
  const digest = 'select md5(string_agg(e::text, $$,$$ order by id)) as digest from entry e'
  const [from, to] = [await databases.stores.from?.query(digest), await databases.stores.to?.query(digest)]
  expect(to?.rows).toEqual(from?.rows)
})
