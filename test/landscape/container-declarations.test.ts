import { expect, test } from 'vitest'
import { readLandscapeFile } from '../../src/landscape/landscape-file.ts'
import { outlineOf } from '../../src/landscape/systems.ts'
import { problemsOf } from '../yaml/problems-of.ts'

const read = (systems: string) => readLandscapeFile('standin.yaml', `version: 1\nsystems:\n${systems}`, {})
const problemsIn = (systems: string) => problemsOf(() => read(systems))

test('a system in a container is known by its address and its ports', () => {
  const file = read('  search: { container: { image: "search:1", ports: [9200, 9300] } }\n')
  expect(outlineOf(file).systems.search).toEqual({
    fields: ['url', 'host', 'port', 'port9300'],
    sql: false,
    documents: false,
    external: 'http',
  })
  const tcp = read('  cache: { container: { image: redis, ports: [6379], protocol: tcp } }\n')
  expect(outlineOf(tcp).systems.cache?.external).toBe('tcp')
})

test.each([
  ['{}', 'landscape.missing-key 3:19 "container" lacks the key "image"'],
  ['{ image: a, ports: [] }', 'landscape.too-few 3:38 "ports" needs at least one item'],
  ['{ image: a, ports: [0] }', 'landscape.range 3:39 expected a number from 1 to 65535'],
  ['{ image: a, ports: [80], volumes: [] }', 'landscape.unknown-key 3:44 unknown key "volumes"'],
  [
    '{ image: a, ports: [80], waitFor: { log: x, port: 80 } }',
    'landscape.container 3:53 expected one of log, http and port',
  ],
  ['{ image: a, ports: [80], waitFor: { port: 81 } }', 'landscape.container 3:61 expected one of the ports: 80'],
  [
    '{ image: a, ports: [80], waitFor: { http: health } }',
    'landscape.container 3:61 expected a path that begins with /',
  ],
  ['{ image: a, ports: [80], waitFor: { status: 200 } }', 'landscape.container 3:63 `status` is for `http`'],
  [
    '{ image: a, ports: [80], waitFor: { within: soon } }',
    'landscape.container 3:63 expected a duration like 30s or 2m',
  ],
  [
    '{ image: a, ports: [80], seed: { files: { a.sql: b } } }',
    'landscape.container 3:68 expected a path within the container that begins with /',
  ],
])('a container that is %s is refused', (container, problem) => {
  expect(problemsIn(`  x: { container: ${container} }\n`).join('\n')).toContain(problem)
})

test('a container is nothing else at the same time', () => {
  const container = 'container: { image: a, ports: [80] }'
  expect(problemsIn(`  x: { ${container}, api: { url: "http://x" }, store: { kind: postgres } }\n`)).toEqual([
    'landscape.container 3:3 "x" has a container, which goes without `api`',
    'landscape.container 3:3 "x" has a container, which goes without `store`',
  ])
  expect(problemsIn(`  erp: { ${container} }\n`)).toEqual([
    'landscape.container 3:3 "erp" is a mirror, and cannot be a container of your own',
  ])
})

test('an image and its reuse need a container', () => {
  const store = 'store: { kind: postgres, backend: embedded, image: "postgres:17", reuse: true }'
  expect(problemsIn(`  erp: { ${store} }\n`)).toEqual([
    'landscape.container 3:61 `image` is for stores with `backend: container`',
    'landscape.container 3:83 `reuse` is for stores with `backend: container`',
  ])
})

test('a place for data needs a mirror that keeps some, of its kind, and is one place', () => {
  expect(problemsIn('  crm: { store: { kind: postgres, backend: container } }\n')).toEqual([
    'landscape.store 3:44 no mirror keeps data in the store of "crm", so it has no `backend`',
  ])
  expect(problemsIn('  erp: { store: { kind: mongodb, image: mongo } }\n')).toEqual([
    'landscape.store 3:41 the mirror of "erp" keeps its data in a store of the kind postgres',
  ])
  expect(problemsIn('  erp: { store: { kind: postgres, url: "postgres://h/d", backend: container } }\n')).toEqual([
    "landscape.store 3:58 a store with a `url` is somebody else's, and goes without `backend`",
  ])
})
