import { expect, test } from 'vitest'
import { readYaml } from '../../src/yaml/read-yaml.ts'
import { childOf, entryOf, itemsOf, jsonOf } from '../../src/yaml/yaml-document.ts'
import { problemsOf } from './problems-of.ts'

const problemsIn = (text: string) => problemsOf(() => readYaml('f.yaml', text))

test('values come with the places of their keys and of themselves', () => {
  const { root } = readYaml('f.yaml', 'a: 1\nlist:\n  - x: "yes"\n    y: [true, null]\n')
  expect(jsonOf(root)).toEqual({ a: 1, list: [{ x: 'yes', y: [true, null] }] })
  const [item] = itemsOf(childOf(root, 'list'))
  expect(entryOf(item, 'y')?.keyPlace).toEqual({ file: 'f.yaml', line: 4, column: 5, text: '    y: [true, null]' })
  expect(itemsOf(childOf(item, 'y'))[0]?.place).toMatchObject({ line: 4, column: 9 })
})

test('a byte order mark moves no place, and Windows line ends are no part of a line', () => {
  const { root } = readYaml('f.yaml', '\uFEFFa: 1\r\nb: 2\r\n')
  expect(entryOf(root, 'a')?.keyPlace).toEqual({ file: 'f.yaml', line: 1, column: 1, text: 'a: 1' })
  expect(entryOf(root, 'b')?.keyPlace).toMatchObject({ line: 2, column: 1, text: 'b: 2' })
})

test('YAML 1.2: yes, no and on are text', () => {
  expect(jsonOf(readYaml('f', 'on: yes\nn: no').root)).toEqual({ on: 'yes', n: 'no' })
})

test('a key that means something to JavaScript is a key like any other', () => {
  const json = jsonOf(readYaml('f', '__proto__: { polluted: true }\nconstructor: 1').root)
  expect(Object.keys(json as object)).toEqual(['__proto__', 'constructor'])
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test.each([
  ['an empty file', '', 'yaml.not-a-mapping 1:1 the file is empty, expected keys and values'],
  ['a list', '- a', 'yaml.not-a-mapping 1:1 expected keys and values at the top of the file'],
  ['a duplicate key', 'a: 1\nb: 2\na: 3', 'yaml.duplicate-key 3:1 the key "a" is there twice; the first is in line 1'],
  [
    'a duplicate key further down',
    'a:\n  b: 1\n  b: 2',
    'yaml.duplicate-key 3:3 the key "b" is there twice; the first is in line 2',
  ],
  ['a tab', 'a:\n\tb: 1', 'yaml.tab 2:1 a tab stands where YAML wants spaces'],
  ['an unclosed quote', 'a: "x', 'yaml.syntax 1:6 not valid YAML: Missing closing "quote'],
  ['a colon within a value', 'a: b: c', 'yaml.syntax 1:4 a value in the line of its key cannot hold another key'],
  ['two documents', 'a: 1\n---\nb: 1', 'yaml.several-documents 2:1 the file holds several documents, expected one'],
  [
    'an anchor',
    'a: &x 1',
    'yaml.alias 1:7 anchors and aliases are refused: a few lines with them can stand for gigabytes',
  ],
  ['a merge key', '<<: {}', 'yaml.merge-key 1:1 merge keys (`<<`) are refused: YAML 1.2 does not have them'],
  ['a number as key', '200: ok', 'yaml.key 1:1 a key must be text'],
  ['a list as key', '? [a]\n: b', 'yaml.key 1:3 a key must be text'],
  ['a tag', 'a: !!binary aGk=', 'yaml.tag 1:13 tags are refused, expected a plain value'],
  ['leading zeros', 'customer: 0000123', 'yaml.number 1:11 a number with leading zeros would lose them'],
  ['a number beyond 2^53', 'ean: 90071992547409931', 'yaml.number 1:6 a number this large would lose digits'],
  ['not a number', 'a: .nan', 'yaml.number 1:4 expected a number that JSON can hold'],
  ['a NUL', 'a: b\nc\0', 'yaml.binary 2:2 the file is not text: it holds a control character'],
  [
    'a letter in Latin-1',
    Buffer.from('a: M\xfcller', 'latin1').toString(),
    'yaml.encoding 1:5 a character that is not UTF-8',
  ],
  [
    'UTF-16',
    Buffer.from('a: 1', 'utf16le').toString(),
    'yaml.binary 1:2 the file is not text: it holds a control character',
  ],
  ['an image', '\x89PNG\r\n\x1a\n\0\0', 'yaml.binary 1:1 the file is not text: it holds a control character'],
  [
    'an alias as value',
    'a: *x',
    'yaml.alias 1:4 anchors and aliases are refused: a few lines with them can stand for gigabytes',
  ],
  ['another version', '%YAML 1.1\n---\na: yes', 'yaml.version 1:1 expected YAML 1.2'],
  ['deep nesting', `a: ${'['.repeat(65)}`, 'yaml.too-deep 1:67 nested deeper than 64 levels'],
])('%s is refused', (_, text, problem) => {
  expect(problemsIn(text)).toContain(problem)
})

test('64 levels are read', () => {
  expect(problemsIn(`a: ${'['.repeat(63)}${']'.repeat(63)}`)).toEqual([])
})

test('the alias bomb is refused before anything is expanded', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level < 30; level++)
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    )
  expect(problemsIn(lines.join('\n'))[0]).toMatch(/^yaml\.alias 1:/)
})

test('a file above 1 MB is refused, whatever is in it', () => {
  expect(problemsIn('['.repeat(1_000_001))).toEqual(['yaml.too-large 1:1 the file is larger than 1 MB'])
})

test('a hundred thousand brackets ends in an answer, not in an exhausted stack', () => {
  expect(problemsIn(`a: ${'['.repeat(100_000)}`)[0]).toMatch(/^yaml\.too-deep/)
})

test('one slip of the pen is one problem', () => {
  expect(problemsIn('steps:\n  - { assert: steps["a"] == 1 }\n  - { get: x }\n')).toEqual([
    'yaml.syntax 2:20 this does not fit here',
  ])
})

test('all refusals of a file come together, in its order', () => {
  expect(problemsIn('a: 007\n5: x\na: 1').map((problem) => problem.split(' ').slice(0, 2).join(' '))).toEqual([
    'yaml.number 1:4',
    'yaml.key 2:1',
    'yaml.duplicate-key 3:1',
  ])
})

test('whole numbers are keys where the document of somebody else has them', () => {
  const { root } = readYaml('api.yaml', 'responses:\n  200: ok\n  "404": no\n', { numberKeys: true })
  expect(jsonOf(root)).toEqual({ responses: { 200: 'ok', 404: 'no' } })
  expect(() => readYaml('api.yaml', 'true: ok\n', { numberKeys: true })).toThrow('a key must be text')
  expect(() => readYaml('api.yaml', '200: ok\n"200": twice\n', { numberKeys: true })).toThrow('is there twice')
})
