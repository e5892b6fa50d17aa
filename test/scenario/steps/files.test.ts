import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { matchesName } from '../../../src/scenario/steps/paths.ts'
import { problemsIn, withSteps } from '../parse/outline.ts'
import { runWritten, scratch } from './written.ts'

const head = 'directories: [inbox]\n'

test('files are written, found, read and deleted', async () => {
  using files = scratch()
  const { steps, message } = await runWritten({
    scratch: files,
    head,
    steps: `
  - file: { write: inbox/b.txt, text: "für", encoding: iso-8859-1 }
  - file: { write: "\${{ run.directory }}/inbox/deep/a.bin", base64: AAH/ }
  - file: { write: inbox/a.txt, text: x }
  - { name: all, file: { exists: "inbox/*.txt" } }
  - { name: none, file: { exists: "inbox/*.pdf" }, expect: { found: 0, files: [] } }
  - { name: text, file: { read: "inbox/b.*", encoding: iso-8859-1 }, expect: { text: für } }
  - { name: bytes, file: { read: inbox/deep/a.bin, as: bytes } }
  - { name: gone, file: { delete: "inbox/?.txt" } }
`,
  })
  expect(message).toBeUndefined()
  expect(steps.all).toEqual({
    found: 2,
    files: [
      { name: 'a.txt', bytes: 1 },
      { name: 'b.txt', bytes: 3 },
    ],
  })
  expect(steps.text).toEqual({ name: 'b.txt', bytes: 3, text: 'für', encoding: 'iso-8859-1' })
  expect(steps.bytes).toEqual({ name: 'a.bin', bytes: 3, base64: 'AAH/' })
  expect(steps.gone).toEqual({ deleted: ['a.txt', 'b.txt'] })
  expect(readdirSync(join(files.run, 'inbox'))).toEqual(['deep'])
})

test('waiting ends with a file that is no longer growing', async () => {
  using files = scratch()
  mkdirSync(join(files.run, 'inbox'))
  const path = join(files.run, 'inbox', 'late.csv')
  const writing = (async () => {
    for (const part of ['a', 'ab', 'abc']) {
      await sleep(30)
      writeFileSync(path, part)
    }
  })()
  const steps = '  - { name: late, file: { wait: "inbox/*.csv" } }\n'
  const outcome = await runWritten({ scratch: files, head, steps })
  await writing
  expect(outcome.message).toBeUndefined()
  expect(outcome.steps.late).toEqual({ files: [{ name: 'late.csv', bytes: 3 }] })
})

test.each([
  ['file: { exists: inbox/a }', 'there is no file of this name', 'failed'],
  ['file: { read: inbox/a }', 'there is no file of this name', 'failed'],
  ['file: { delete: "inbox/*" }', 'there is no file of this name', 'failed'],
  ['file: { read: "./*.txt" }', 'expected one file of this name, found 2', 'failed'],
  ['timeout: 200ms\n    name: w\n    file: { wait: inbox/a }', '"w" took longer than 200ms', 'failed'],
  [
    'file: { write: ../outside.txt, text: x }',
    'a step writes and deletes only below the directory of its scenario and below `run.directory`',
    'error',
  ],
  [
    'file: { write: inbox/../../outside.txt, text: x }',
    'a step writes and deletes only below the directory of its scenario and below `run.directory`',
    'error',
  ],
  [
    'file: { write: OUTSIDE/outside.txt, text: x }',
    'a step writes and deletes only below the directory of its scenario and below `run.directory`',
    'error',
  ],
  [
    'file: { write: ./link/outside.txt, text: x }',
    'a step writes and deletes only below the directory of its scenario and below `run.directory`',
    'error',
  ],
  [
    'file: { delete: ../keep.txt }',
    'a step writes and deletes only below the directory of its scenario and below `run.directory`',
    'error',
  ],
  ['file: { write: inbox/a, base64: "?" }', '"base64" is not written in base 64', 'error'],
])('%s: %s', async (step, said, verdict) => {
  using files = scratch()
  const outside = join(files.run, '..')
  for (const name of ['a.txt', 'b.txt']) writeFileSync(join(files.beside, name), '')
  writeFileSync(join(outside, 'keep.txt'), '')
  mkdirSync(join(outside, 'elsewhere'))
  symlinkSync(join(outside, 'elsewhere'), join(files.beside, 'link'))
  const { message, result } = await runWritten({
    scratch: files,
    head,
    steps: `  - ${step.replace('OUTSIDE', outside)}\n`,
  })
  expect(message).toBe(said)
  expect(result.verdict).toBe(verdict)
  expect(readdirSync(outside).sort()).toEqual(['beside', 'elsewhere', 'keep.txt', 'run'])
  expect(readdirSync(join(outside, 'elsewhere'))).toEqual([])
})

test('beside the scenario can be written too', async () => {
  using files = scratch()
  const { message } = await runWritten({ scratch: files, steps: '  - file: { write: ./out/a.txt, text: x }\n' })
  expect(message).toBeUndefined()
  expect(readFileSync(join(files.beside, 'out/a.txt'), 'utf8')).toBe('x')
})

test.each([
  ['a.csv', '*.csv', true],
  ['a.csv', '?.csv', true],
  ['ab.csv', '?.csv', false],
  ['', '*', true],
  ['order-7-done', 'order-*-done', true],
  ['a'.repeat(250), `${'*a'.repeat(60)}b`, false],
])('%s fits %s: %s', (name, pattern, fits) => {
  expect(matchesName(name, pattern)).toBe(fits)
})

test.each([
  ['file: { write: ./a }', 'scenario.file 4:11 expected exactly one of "text" and "base64"'],
  ['file: { raed: ./a }', 'scenario.unknown-key 4:13 unknown key "raed"; did you mean "read"?'],
  [
    'file: { read: outbox/a }',
    'scenario.path 4:19 "outbox" is no directory of this scenario; expected one of: ./ (beside this file)',
  ],
])('%s is refused before anything runs', (step, problem) => {
  expect(problemsIn(withSteps([step]))).toEqual([problem])
})

test('a directory has a plain name', () => {
  expect(problemsIn(withSteps(['assert: "true"'], 'directories: [../up, ok]\n'))).toEqual([
    'scenario.directory 5:15 expected the plain name of a directory: letters, digits, ".", "-" and "_"',
  ])
})
