import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Served, serve } from '../scenario/trial.ts'
import { type Sandbox, sandbox } from './sandbox.ts'

// What the specification's published examples do beyond its grammar, or where it leaves room.

const files = new URL('arazzo/', import.meta.url).pathname

let served: Served
let calls: { call: string; body: string }[] = []
let shelf: string | undefined = 'B 2'

beforeAll(async () => {
  served = await serve((request, body) => {
    const call = `${request.method} ${request.url}`
    calls.push({ call, body })
    if (call === 'GET /books')
      return { headers: { 'x-page': '1' }, body: { books: [{ isbn: '978', ...(shelf && { shelf }), copies: 3 }] } }
    if (call === 'GET /loans') return { body: { total: 2 } }
    return { status: 201, body: { links: { self: '/members/5' } } }
  })
})

beforeEach(() => {
  calls = []
  shelf = 'B 2'
})

afterAll(() => served[Symbol.asyncDispose]())

function prepared(...names: string[]): Sandbox {
  const box = sandbox()
  for (const name of names) copyFileSync(join(files, name), join(box.directory, name))
  const landscape = `version: 1\nsystems: { catalogue: { api: { url: "${served.url}" } } }\n`
  writeFileSync(join(box.directory, 'standin.yaml'), landscape)
  return box
}

test('a copy beside the file stands for a document with a URL, and the workflows run', async () => {
  using box = prepared('library-arazzo.yaml', 'library.openapi.yaml')
  const at = { cwd: box.directory }
  expect(await box.run('scenario lint library-arazzo.yaml', at)).toMatchObject({ code: 0 })
  const { out, code } = await box.run('scenario run library-arazzo.yaml --var reader={"name":"Ada"} --json', at)
  const { results } = JSON.parse(out)
  expect(results.flatMap(({ failures }: { failures: unknown[] }) => failures)).toEqual([])
  expect(code).toBe(0)
  const sorted = calls.map(({ call, body }) => (body === '' ? call : `${call} ${body}`)).sort()
  expect(sorted).toEqual([
    'GET /books',
    'GET /loans',
    'POST /loans {"member":"/members/5","page":"page 1","note":"two \\"fine\\" books"}',
    'POST /members {"reader":{"name":"Ada"},"books":["978"],"desk":"east"}',
  ])
})

test('inputs may belong to any of the workflows, and text does for an input without a type', async () => {
  using box = prepared('library-arazzo.yaml', 'library.openapi.yaml')
  const at = { cwd: box.directory }
  const run = await box.run('scenario run library-arazzo.yaml --var reader=Ada --var least=3', at)
  expect(run.code).toBe(1)
  expect(run.out).toContain('this does not hold: $response.body.total >= $inputs.least')
  expect(calls.find(({ call }) => call === 'POST /members')?.body).toContain('"reader":"Ada"')
  const show = await box.run('scenario show library-arazzo.yaml', at)
  expect(show.out).toMatch(/reader +string[\s\S]*note +string[\s\S]*least +integer/)
  const unknown = await box.run('scenario run library-arazzo.yaml --var reader=Ada --var lest=3', at)
  expect(unknown.err).toContain('unknown input --var lest; did you mean "least"?')
})

test('a comparison behind a JSONPath takes what is missing for null', async () => {
  using box = prepared('library-arazzo.yaml', 'library.openapi.yaml')
  shelf = undefined
  const { out, code } = await box.run('scenario run library-arazzo.yaml --var reader=Ada', { cwd: box.directory })
  expect(out).toContain('this does not hold: $.books[0].shelf != null')
  expect(code).toBe(1)
})

test('a document with a URL and no copy is refused, once, with the name that is expected', async () => {
  using box = prepared('library-arazzo.yaml')
  const { err, out, code } = await box.run('scenario lint library-arazzo.yaml', { cwd: box.directory })
  expect(`${err}${out}`).toContain('expected a copy of this one beside the file, as ./library.openapi.yaml')
  expect(`${err}${out}`).toContain('1 error')
  expect(code).toBe(2)
})

test('outputs that are no runtime expressions are understood where they can mean one thing only, and told of', async () => {
  using box = prepared('library.openapi.yaml')
  const text = readFileSync(join(files, 'library-arazzo.yaml'), 'utf8')
    .replace('member: $outputs.member', 'member: $member')
    .replace('$response.body.books[0].isbn', '$outputs.books[0].isbn')
    .replace('{$sourceDescriptions.catalogue.url}#/paths/~1books', '$sourceDescriptions.catalogue#/paths/~1books')
  writeFileSync(join(box.directory, 'arazzo.yaml'), text)
  const at = { cwd: box.directory }
  const lint = await box.run('scenario lint arazzo.yaml', at)
  expect(`${lint.err}${lint.out}`).toContain('"$outputs.books[0].isbn" is no runtime expression; it is taken as')
  expect(`${lint.err}${lint.out}`).toMatch(/taken as \$response\.body#\/books\/0\/isbn\n {2}arazzo\.yaml:15:26/)
  expect(`${lint.err}${lint.out}`).toContain('"$member" is no runtime expression; it is taken as $outputs.member')
  expect(lint).toMatchObject({ code: 0 })
  expect(await box.run('scenario run arazzo.yaml --var reader=Ada', at)).toMatchObject({ code: 0 })
  expect(calls.find(({ call }) => call === 'POST /members')?.body).toContain('"books":["978"]')
  expect(calls.find(({ call }) => call === 'POST /loans')?.body).toContain('"member":"/members/5"')
})

test('what has no meaning is refused with its place', async () => {
  using box = prepared('library.openapi.yaml')
  const broken = readFileSync(join(files, 'library-arazzo.yaml'), 'utf8')
    .replace('member: $outputs.member', 'member: $members')
    .replace('$response.body.links.self', '"$answers[0].self"')
    .replace('~1loans/get', '~1loans')
    .replace('catalogue.LENDBOOK', '$sourceDescriptions.catalog.lendBook')
  writeFileSync(join(box.directory, 'arazzo.yaml'), broken)
  const { err, out, code } = await box.run('scenario lint arazzo.yaml', { cwd: box.directory })
  const said = `${err}${out}`
  expect(said).toMatch(/"\$members" is no runtime expression[^\n]*\n {2}arazzo\.yaml:22:/)
  expect(said).toContain('"$answers[0].self" is no runtime expression')
  expect(said).toContain('this path has several operations, expected one of /get, /post behind it')
  expect(said).toContain('there is no source description "catalog"; did you mean "catalogue"?')
  expect(said).toContain('4 errors')
  expect(code).toBe(2)
})
