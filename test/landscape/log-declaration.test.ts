import { expect, test } from 'vitest'
import { readLandscapeFile } from '../../src/landscape/landscape-file.ts'
import { problemsOf } from '../yaml/problems-of.ts'

const file = (systems: string, head = ''): string => `version: 1\n${head}systems:\n  ${systems}\n`
const problemsIn = (text: string) => problemsOf(() => readLandscapeFile('standin.yaml', text, {}))

test('topics can be on several brokers', () => {
  const log = { kind: 'kafka', url: 'a:9092,b.example:9093', tls: true, user: 'u', password: 'p' }
  const { systems } = readLandscapeFile('standin.yaml', file(`broker: { log: ${JSON.stringify(log)} }`), {})
  expect(systems.broker).toEqual({ api: { mirror: 'broker' }, log })
})

test.each([
  ['erp: { log: { kind: kafka, url: "a:1" } }', 'landscape.log 3:15 `log` is for the system `broker`'],
  [
    'broker: { log: { kind: kafka, url: "a:1", user: u } }',
    'landscape.log 3:18 expected `user` and `password` together',
  ],
  ['broker: { log: { kind: kafka, url: "http://a:1" } }', 'landscape.'],
  ['broker: { log: { kind: kafka } }', 'landscape.log 3:18 expected `url` or `backend: container`'],
  [
    'broker: { log: { kind: kafka, url: "a:1", image: kafka } }',
    'landscape.log 3:45 a broker with a `url` goes without `image`',
  ],
  [
    'broker: { log: { kind: kafka, backend: container, tls: true } }',
    'landscape.log 3:53 a broker without a `url` goes without `tls`',
  ],
  ['broker: { log: { kind: rabbit, url: "a:1" } }', 'landscape.unknown-value 3:26'],
  ['broker: { log: { kind: kafka, url: "a:1", environment: production } }', 'landscape.production 3:18 the broker is'],
])('%s is refused', (systems, problem) => {
  expect(problemsIn(file(systems))).toEqual([expect.stringContaining(problem)])
})

test('nothing is published in a landscape of production', () => {
  const text = file('broker: { log: { kind: kafka, url: "a:1" } }', 'environment: production\n')
  expect(problemsIn(text)).toEqual([expect.stringContaining('landscape.production 4:18')])
})

test("a broker in a container is nobody else's", () => {
  const text = file('broker: { log: { kind: kafka, reuse: true } }', 'environment: production\nbackend: container\n')
  expect(problemsIn(text)).toEqual([])
})
