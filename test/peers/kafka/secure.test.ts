import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { openClients } from '../../../src/environment/kafka/clients.ts'
import type { KafkaAddress } from '../../../src/environment/kafka/kafka-address.ts'
import { kafkaGuard } from '../../../src/environment/kafka/kafka-failure.ts'
import { makeCertificates } from '../../scenario/steps/tls-server.ts'
import { startKafka } from './start-kafka.ts'

const libraries = inject('kafkaLibraries')

describe.skipIf(libraries === '')('a broker that speaks TLS and asks who it is', () => {
  test('is reached with its authority, user and password, and with nothing less', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'standin-kafka-'))
    makeCertificates(directory)
    const pem = (name: string): string => readFileSync(join(directory, name), 'utf8')
    const kafka = await startKafka(libraries, join(directory, 'kafka'), securely(pem))
    try {
      const ca = pem('ca.pem')
      const login = { mechanism: 'PLAIN', user: 'tester', password: 's3cret' } as const
      expect(await topicsAt({ brokers: [kafka.address], tls: { ca }, login })).toEqual([])
      for (const less of [{ login }, { tls: {}, login }, { tls: { ca }, login: { ...login, password: 'wrong-one' } }]) {
        const refused = await topicsAt({ brokers: [kafka.address], ...less }).catch((thrown: unknown) => thrown)
        expect(refused).toMatchObject({ code: 'log.unreachable', kind: 'environment' })
        expect(String(refused)).not.toMatch(/s3cret|wrong-one/)
      }
    } finally {
      await kafka[Symbol.asyncDispose]()
      rmSync(directory, { recursive: true })
    }
  })
})

async function topicsAt(address: KafkaAddress): Promise<string[]> {
  const guard = kafkaGuard(address.brokers.join(), () => undefined)
  const clients = await openClients(address, guard.fail)
  try {
    return await guard.run(() => clients.admin.listTopics())
  } finally {
    await clients.close()
  }
}

function securely(pem: (name: string) => string): (port: number, controller: number) => string[] {
  const line = (name: string): string => pem(name).trim().replaceAll('\n', '\\n')
  const module = 'org.apache.kafka.common.security.plain.PlainLoginModule'
  return (port, controller) => [
    `listeners=SASL_SSL://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'listener.security.protocol.map=SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name=SASL_SSL',
    'sasl.enabled.mechanisms=PLAIN',
    'sasl.mechanism.inter.broker.protocol=PLAIN',
    `listener.name.sasl_ssl.plain.sasl.jaas.config=${module} required username="broker" password="own" user_broker="own" user_tester="s3cret";`,
    'ssl.keystore.type=PEM',
    `ssl.keystore.certificate.chain=${line('server.pem')}`,
    `ssl.keystore.key=${line('server.key')}`,
    'ssl.truststore.type=PEM',
    `ssl.truststore.certificates=${line('ca.pem')}`,
    'ssl.endpoint.identification.algorithm=',
  ]
}
