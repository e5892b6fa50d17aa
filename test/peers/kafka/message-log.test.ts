import { describe, inject } from 'vitest'
import { openClients } from '../../../src/environment/kafka/clients.ts'
import { kafkaGuard } from '../../../src/environment/kafka/kafka-failure.ts'
import { kafkaLog } from '../../../src/environment/kafka/kafka-log.ts'
import { messageLogContract } from '../../contracts/message-log.ts'
import { urlOf } from '../url-of.ts'

const address = urlOf(inject('kafka'))

describe.skipIf(address === undefined)('on Apache Kafka', () => {
  messageLogContract('Kafka', {
    async start() {
      const guard = kafkaGuard(address ?? '', () => undefined)
      const clients = await openClients({ brokers: [address ?? ''] }, guard.fail)
      const prefix = `contract-${Date.now().toString(36)}-`
      const log = kafkaLog({ clients, guard, prefix, clock: { now: () => Date.parse('2031-01-01') } })
      return { log, stop: () => log.close() }
    },
  })
})
