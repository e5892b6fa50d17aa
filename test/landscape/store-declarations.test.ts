import { expect, test } from 'vitest'
import { StandinError } from '../../src/core/error.ts'
import { readLandscapeFile } from '../../src/landscape/landscape-file.ts'
import type { StoreUse } from '../../src/landscape/store-declarations.ts'

const file = `version: 1
systems:
  erp: { store: { kind: postgres, source: "\${ERP_URL}", target: "\${TEST_ERP_URL}" } }
  crm: { store: { kind: mongodb, source: "mongodb://a:1,b:2/crm", sample: 50 } }
`

function storesIn(text: string, use: StoreUse, env: Record<string, string> = {}) {
  return Object.entries(readLandscapeFile('standin.yaml', text, env, use).systems).flatMap(([name, { store }]) =>
    store === undefined ? [] : [[name, store]],
  )
}

function problemsIn(text: string, use: StoreUse = 'source'): readonly string[] {
  try {
    storesIn(text, use)
  } catch (thrown) {
    if (thrown instanceof StandinError)
      return thrown.problems.map(({ code, place, message }) => `${code} ${place?.line}:${place?.column} ${message}`)
  }
  return []
}

test('of the URLs, only those that are used are read, and only their variables have to be set', () => {
  expect(storesIn(file, 'source', { ERP_URL: 'postgres://h/erp' })).toEqual([
    ['erp', { kind: 'postgres', source: 'postgres://h/erp' }],
    ['crm', { kind: 'mongodb', source: 'mongodb://a:1,b:2/crm', sample: 50 }],
  ])
  expect(storesIn(file, 'target', { TEST_ERP_URL: 'postgres://h/test' })).toContainEqual([
    'erp',
    { kind: 'postgres', target: 'postgres://h/test' },
  ])
  expect(storesIn(file, 'url')).toContainEqual(['erp', { kind: 'postgres' }])
  expect(problemsIn(file)).toEqual(['landscape.environment 3:44 the environment variable "ERP_URL" is not set'])
})

test('a mirrored system keeps its mirror beside its store', () => {
  const { systems } = readLandscapeFile('standin.yaml', file, {})
  expect(systems.erp).toMatchObject({ api: { mirror: 'business-one' }, store: { kind: 'postgres' } })
})

test.each([
  ['erp: { store: { kind: mysql } }', 'landscape.unknown-value 3:25 unknown value, found text "mysql"'],
  ['erp: { store: { source: "postgres://h/a" } }', 'landscape.missing-key 3:17 "store" lacks the key "kind"'],
  [
    'erp: { store: { kind: postgres, source: "mysql://h/secret" } }',
    'landscape.store-url 3:43 expected a URL that begins with postgres://',
  ],
  [
    'erp: { store: { kind: postgres, database: a } }',
    'landscape.store 3:35 "database" is for stores of the kind mongodb',
  ],
  [
    'crm: { store: { kind: postgres, url: "postgres://h/secret" } }',
    'landscape.store 3:40 no mirror keeps data in the store of "crm", so it has no `url`',
  ],
  [
    'pim: { store: { kind: postgres, url: "postgres://h/secret" } }',
    'landscape.store 3:40 the mirror of "pim" keeps its data in a store of the kind mongodb',
  ],
  [
    'erp: { store: { kind: postgres, url: "postgres://h/secret", environment: production } }',
    'landscape.production 3:40 the store of erp is marked with `environment: production`',
  ],
  [
    'erp: { store: { kind: postgres, url: "http://h/secret" } }',
    'landscape.store-url 3:40 expected a URL that begins with postgres://',
  ],
  [
    'crm: { contract: a.yaml }',
    'landscape.missing-key 3:3 "crm" says neither who serves its api nor where its store is',
  ],
  [
    'crm: { store: { kind: mongodb, environment: live } }',
    'landscape.unknown-value 3:47 unknown value, found text "live"',
  ],
])('%s', (system, problem) => {
  const found = problemsIn(`version: 1\nsystems:\n  ${system}\n`, system.includes('url:') ? 'url' : 'source')
  expect(found).toEqual([expect.stringContaining(problem)])
  expect(found.join()).not.toContain('secret')
})
