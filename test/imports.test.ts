import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type AmbientUse, ambientUses, type ImportEdge, importEdges, sourceFiles } from './import-edges.ts'

/** The folders of src, and which other folders each may import. */
const mayImport: Record<string, readonly string[]> = {
  core: [],
  yaml: ['core'],
  limits: ['core'],
  xml: ['core', 'limits'],
  page: [],
  stores: ['core'],
  openapi: ['core'],
  scenario: ['core', 'yaml', 'openapi', 'limits', 'xml'],
  landscape: ['core', 'yaml', 'xml'],
  environment: ['core'],
  transform: ['core'],
  mock: ['core', 'openapi', 'page'],
  sweep: ['core'],
  report: ['core', 'page'],
  clone: ['core'],
  policy: ['core', 'yaml'],
  app: [
    'core',
    'yaml',
    'stores',
    'scenario',
    'landscape',
    'environment',
    'report',
    'policy',
    'transform',
    'clone',
    'openapi',
    'mock',
    'sweep',
  ],
  cli: ['core', 'app'],
}

/** Each package that is imported, and the places that may import it. */
const importedBy: Record<string, readonly string[]> = {
  pg: ['stores/postgres/', 'environment/embedded/'],
  '@electric-sql/pglite-tools': ['stores/postgres/schema/'],
  mongodb: ['stores/mongodb/'],
  bson: ['environment/embedded/', 'stores/mongodb/', 'landscape/pack/'],
  '@platformatic/kafka': ['environment/kafka/'],
  mingo: ['environment/embedded/'],
  msw: ['landscape/', 'environment/embedded/', 'mock/'],
  commander: ['cli/'],
  ajv: ['yaml/', 'openapi/'],
  'ajv-formats': ['openapi/'],
  yaml: ['yaml/'],
  '@marcbachmann/cel-js': ['scenario/expression/', 'scenario/expression.ts'],
  'json-p3': ['scenario/'],
  xpath: ['scenario/steps/xml/'],
  '@xmldom/xmldom': ['xml/'],
  'iconv-lite': ['scenario/steps/'],
  graphql: ['landscape/shop/graphql/'],
  'csv-parse': ['scenario/steps/', 'landscape/erp/exchange/'],
  'csv-stringify': ['landscape/erp/exchange/', 'landscape/connector/order-transport/'],
  testcontainers: ['environment/container/'],
  '@faker-js/faker': ['transform/faker/', 'transform/personas/'],
}

/** The one file outside of the command line for each thing that has to reach the process. */
const adapters: readonly AmbientUse[] = [
  // Signals to servers of a run that was killed; this process itself is left alone.
  { file: 'environment/abandoned.ts', name: 'node:process' },
  // The end of a connector that was started as a program, and of everything that it started.
  { file: 'environment/program/signal-group.ts', name: 'node:process' },
  // The end of programs that a step started.
  { file: 'scenario/steps/kill-group.ts', name: 'node:process' },
]

const grabBag = /^(index|utils?|helpers?|common|misc|shared|manager)\.ts$|[-/](utils?|helpers?|manager)[-./]/

/** Why an import is against the table; `undefined` when it is not. */
function objection({ from, to, inside }: ImportEdge): string | undefined {
  const folder = from.split('/')[0] ?? ''
  if (inside) {
    const target = to.split('/')[0] ?? ''
    if (target === folder || mayImport[folder]?.includes(target)) return undefined
    return `${folder} may not import ${target}`
  }
  if (folder === 'core') return 'core imports nothing'
  if (to.startsWith('node:')) return undefined
  const name = to
    .split('/')
    .slice(0, to.startsWith('@') ? 2 : 1)
    .join('/')
  if (importedBy[name]?.some((place) => from.startsWith(place))) return undefined
  return `${name} may not be imported here`
}

const files = sourceFiles(fileURLToPath(new URL('../src', import.meta.url)))
const edges = files.flatMap(importEdges)

describe('the import table', () => {
  test('covers every folder of src', () => {
    const folders = new Set(files.map(({ path }) => path.split('/')[0]))
    expect([...folders].filter((folder) => mayImport[folder ?? ''] === undefined)).toEqual([])
    expect(edges.length).toBeGreaterThan(50)
  })

  test('is kept by every import', () => {
    const broken = edges.flatMap((edge) => {
      const reason = objection(edge)
      return reason === undefined ? [] : [`${edge.from} imports ${edge.to}: ${reason}`]
    })
    expect(broken).toEqual([])
  })

  test('is kept by the command line, which loads the use cases only when they are needed', () => {
    const early = edges.filter(({ from, to, kind }) => /^cli\//.test(from) && /^app\//.test(to) && kind === 'static')
    expect(early).toEqual([])
  })
})

test('only the command line uses the process, the time of day and chance', () => {
  const uses = files.filter(({ path }) => !path.startsWith('cli/')).flatMap(ambientUses)
  expect(uses).toEqual(adapters)
})

test('no file is a grab-bag', () => {
  expect(
    files.filter(({ path }) => grabBag.test(basename(path)) || grabBag.test(path)).map(({ path }) => path),
  ).toEqual([])
})

describe('the check itself', () => {
  test.each([
    ['core/x.ts', `import { y } from '../scenario/y.ts'`, 'core may not import scenario'],
    ['core/x.ts', `import { join } from 'node:path'`, 'core imports nothing'],
    ['core/x.ts', `import pg from 'pg'`, 'core imports nothing'],
    ['report/x.ts', `import type { Proof } from '../app/requests.ts'`, 'report may not import app'],
    ['report/x.ts', `type P = import('../app/requests.ts').Proof`, 'report may not import app'],
    ['scenario/run/x.ts', `const { z } = await import('../../landscape/z.ts')`, 'scenario may not import landscape'],
    ['landscape/x.ts', `export { z } from '../stores/z.ts'`, 'landscape may not import stores'],
    ['landscape/x.ts', `export * from '../environment/z.ts'`, 'landscape may not import environment'],
    ['cli/x.ts', `import '../report/z.ts'`, 'cli may not import report'],
    ['app/x.ts', `import { main } from '../cli/main.ts'`, 'app may not import cli'],
    ['app/x.ts', `import { Client } from 'pg'`, 'pg may not be imported here'],
    ['stores/postgres/x.ts', `import { MongoClient } from 'mongodb'`, 'mongodb may not be imported here'],
    ['app/x.ts', `import { z } from '../../test/z.ts'`, 'app may not import ..'],
    ['app/x.ts', `import { z } from '@scope/unknown/deep'`, '@scope/unknown may not be imported here'],
    ['app/x.ts', `const p = createRequire(import.meta.url)('pg')`, 'pg may not be imported here'],
    ['stores/postgres/x.ts', `import { Client } from 'pg'`, undefined],
    ['app/x.ts', `// import '../cli/main.ts'\nconst a = "import '../cli/main.ts'"`, undefined],
  ])('%s: %s', (path, text, reason) => {
    const [edge] = importEdges({ path, text })
    expect(edge === undefined ? undefined : objection(edge)).toBe(reason)
  })

  test('refuses an import whose target is computed', () => {
    expect(() => importEdges({ path: 'app/x.ts', text: 'await import(name)' })).toThrow('not written out')
  })

  test.each([
    ['process.exit(1)', 'process'],
    ['const { env } = process', 'process'],
    ['globalThis.console.log(1)', 'console'],
    ['answer.console.log(1)', undefined],
    ['console.log(1)', 'console'],
    ['const at = Date.now()', 'Date.now'],
    [`const at = Date['now']()`, 'Date.now'],
    ['pick(Math.random)', 'Math.random'],
    ['const at = new Date()', 'Date()'],
    [`import { env } from 'node:process'`, 'node:process'],
    ['const at = new Date(instant)', undefined],
    ['// process.exit()\nconst kind = "process"', undefined],
    ['const step = { process: 1 }; step.process', undefined],
    ['const step = { process }', 'process'],
  ])('sees the ambient world in %s', (text, name) => {
    expect(ambientUses({ path: 'app/x.ts', text })[0]?.name).toBe(name)
  })
})
