import { subscribe } from 'node:diagnostics_channel'
import { EventEmitter, once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { openClients } from '../../../src/environment/kafka/clients.ts'

test('a connection to a broker that fails twice does not end the process', async () => {
  const server = createServer((socket) => void socket.on('error', () => undefined)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const connections: EventEmitter[] = []
  subscribe('tracing:plt:kafka:connections:connects:start', (message) => {
    connections.push((message as { connection: EventEmitter }).connection)
  })
  const clients = await openClients(
    { brokers: [`127.0.0.1:${(server.address() as AddressInfo).port}`] },
    () => undefined,
  )
  const accepted = once(server, 'connection')
  const asked = clients.admin.listTopics().catch(() => 'refused')
  const [socket] = await accepted
  expect(connections[0]).toBeInstanceOf(EventEmitter)
  for (const time of ['first', 'second']) connections[0]?.emit('error', new Error(`for the ${time} time`))
  await clients.close()
  socket.destroy()
  server.close()
  expect(await asked).toBe('refused')
})
