import { afterEach, describe, expect, test } from 'vitest'
import { openClients } from '../../src/environment/kafka/clients.ts'
import { docker } from './docker.ts'
import { expectNothingLeft, hasImage, ownContainers, sandboxWith } from './engine.ts'

afterEach(expectNothingLeft)

describe.skipIf(!hasImage('apache/kafka:4.1.2'))('Kafka in a container', () => {
  test('checkout-reservation passes with its topics there', async () => {
    using box = sandboxWith('  broker: { log: { kind: kafka, backend: container } }\n')
    const ended = await box.run(`scenario run checkout-reservation --landscape ${box.directory}/standin.yaml`)
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('1 passed'), err: '' })
    expect(box.left()).toEqual(['standin.yaml'])
  })

  test('a broker that is left for the next run has no topics of the one before, also after a kill', async () => {
    using box = sandboxWith('  broker: { log: { kind: kafka, backend: container, reuse: true } }\n')
    const landscape = `--landscape ${box.directory}/standin.yaml`
    const killed = box.start(`standin env up --foreground ${landscape}`)
    await killed.said(/TOPIC/)
    const before = ownContainers()
    expect((await topicsIn(before['kafka-log'] ?? '')).length).toBeGreaterThan(0)
    killed.child.kill('SIGKILL')
    await killed.ended
    const next = await box.run(`scenario run checkout-reservation ${landscape}`)
    expect(next).toMatchObject({ code: 0, out: expect.stringContaining('1 passed'), err: '' })
    expect(ownContainers()).toEqual(before)
    expect(await topicsIn(before['kafka-log'] ?? '')).toEqual([])
    expect(await box.run('standin env clean')).toMatchObject({ code: 0 })
  })
})

async function topicsIn(container: string): Promise<string[]> {
  const [address = ''] = docker('port', container, '9092/tcp')
  const clients = await openClients({ brokers: [address] }, () => undefined)
  try {
    return (await clients.admin.listTopics()).filter((name) => name.startsWith('standin'))
  } finally {
    await clients.close()
  }
}
