import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openReports } from '../../src/app/reports.ts'
import { StandinError } from '../../src/core/error.ts'
import { recordedRun } from '../report/recorded-run.ts'
import { parseXml } from '../report/xml-tree.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'reports-test-'))
})

afterEach(async () => {
  await rm(directory, { recursive: true })
})

test('every report hears every event; directories are made; JUnit appears whole, at the end', async () => {
  const junit = join(directory, 'a', 'junit.xml')
  const jsonl = join(directory, 'b', 'c', 'run.jsonl')
  const printed: string[] = []
  const reports = await openReports([
    { kind: 'console', write: (text) => printed.push(text), color: false, verbose: false },
    { kind: 'junit', target: { file: junit } },
    { kind: 'jsonl', target: { file: jsonl } },
  ])
  const events = recordedRun('passed')
  for (const event of events) reports.sink(event)
  expect(await readdir(join(directory, 'a'))).toEqual([])
  await reports.close()
  await reports.close()
  expect(await readdir(join(directory, 'a'))).toEqual(['junit.xml'])
  expect(parseXml(await readFile(junit, 'utf8')).attributes.tests).toBe('1')
  const lines = (await readFile(jsonl, 'utf8')).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual(events)
  expect(printed.join('')).toContain('✓ passed')
})

test.each(['junit', 'jsonl'] as const)(
  'a %s file that cannot be written is found before anything starts',
  async (kind) => {
    await writeFile(join(directory, 'file'), '')
    const below = openReports([{ kind, target: { file: join(directory, 'file', 'out') } }])
    await expect(below).rejects.toMatchObject({ kind: 'environment', code: 'report.not-written' })
    const onDirectory = openReports([{ kind, target: { file: directory } }])
    await expect(onDirectory).rejects.toBeInstanceOf(StandinError)
    expect(await readdir(directory)).toEqual(['file'])
  },
)

test('a report that breaks does not disturb the run, and is not forgotten', async () => {
  const heard: string[] = []
  const reports = await openReports([
    {
      kind: 'jsonl',
      target: {
        write: () => {
          throw new Error('broken')
        },
      },
    },
    { kind: 'jsonl', target: { write: (text) => heard.push(text) } },
  ])
  for (const event of recordedRun('passed')) reports.sink(event)
  expect(heard.length).toBe(recordedRun('passed').length)
  await expect(reports.close()).rejects.toThrow('broken')
})
