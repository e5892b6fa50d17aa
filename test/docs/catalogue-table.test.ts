import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { mirroredSystems } from '../../src/landscape/systems.ts'
import { topics } from '../../src/landscape/topics.ts'
import { readPage } from './markdown.ts'

const scenarios = fileURLToPath(new URL('../../scenarios', import.meta.url))
const names = Object.keys(mirroredSystems)

/** The file with the fragments that it includes. */
function whole(path: string): string {
  const text = readFileSync(path, 'utf8')
  const included = [...text.matchAll(/include: \{ file: ([\w./-]+)/g)].map(([, file = '']) => join(dirname(path), file))
  return [text, ...included.map(whole)].join('\n')
}

/** The systems that a scenario reads or calls, in the order of the mirrors. */
function systemsOf(text: string): string[] {
  const asked = new RegExp(
    `\\b(${names.join('|')})\\.[a-zA-Z]+ *\\}\\}|\\$\\{\\{ *(${names.join('|')})\\.|system: (\\w+)`,
    'g',
  )
  const found = new Set([...text.matchAll(asked)].map(([, first, second, third]) => first ?? second ?? third))
  return names.filter((name) => found.has(name))
}

/** The rows of the table, by their first cell. */
function rows(): Map<string, string[]> {
  const [, section = ''] = readPage('reference/catalogue.md').split(/^## Scenarios, systems.*$/m)
  const table = section.split(/^## /m)[0] ?? ''
  const cells = table
    .split('\n')
    .filter((line) => line.startsWith('| ['))
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.trim()),
    )
  return new Map(cells.map(([name = '', ...rest]) => [/\[`([\w-]+)`\]/.exec(name)?.[1] ?? name, rest]))
}

test('the table of the catalogue has each scenario with the systems that it looks at', () => {
  const expected = readdirSync(scenarios)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => [file.replace('.yaml', ''), systemsOf(whole(join(scenarios, file))).join(', ')])
  const shown = [...rows()].map(([name, [systems = '']]) => [name, systems])
  expect(shown.sort()).toEqual(expected.sort())
  expect(expected.length).toBeGreaterThan(20)
})

test('the table names only topics that there are, and says of each scenario what a connector must offer', () => {
  for (const [name, [, read = '', , offers = '']] of rows()) {
    const named = [...read.matchAll(/`([\w-]+)`/g)].map(([, topic]) => topic)
    expect(
      named.filter((topic) => !Object.hasOwn(topics, topic ?? '')),
      name,
    ).toEqual([])
    expect(`${read}${offers}`, name).toMatch(/\w/)
  }
})
