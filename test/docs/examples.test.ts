import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readLandscapeFile } from '../../src/landscape/landscape-file.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { commands, copies, landscapes, policies, scenarios, steps, treatments, unmarked } from './example-blocks.ts'
import { besideExamples, type Outcome, outcomeBesidePartner, outcomeBesideTcp, outcomeOf } from './example-runs.ts'
import { docs } from './markdown.ts'

const stepPages = [...new Set(steps.map(({ file, info }) => `${file} ${info}`))]

test('there are examples of each kind, and every one is marked', () => {
  expect(scenarios.length).toBeGreaterThan(0)
  expect(stepPages.length).toBeGreaterThan(0)
  expect(landscapes.length).toBeGreaterThan(0)
  expect(policies.length).toBeGreaterThan(0)
  expect(unmarked.map(({ file, line, info }) => `${file}:${line} ${info}`)).toEqual([])
})

test.each(scenarios.map((block) => [`${block.file}:${block.line}`, block] as const))(
  'the scenario of %s ends as it says',
  async (_, { info, text }) => {
    const code = Number(/exit=(\d+)/.exec(info)?.[1] ?? 0)
    expect(await outcomeAs(info, text)).toMatchObject({ code })
  },
)

function outcomeAs(info: string, text: string): Promise<Outcome> {
  if (info.endsWith(' tcp')) return outcomeBesideTcp(text)
  return outcomeOf(text, info.endsWith(' exec') ? ' --allow-exec' : '')
}

test.each(stepPages)('%s: they pass', async (page) => {
  const lists = steps
    .filter(({ file, info }) => `${file} ${info}` === page)
    .map(({ text }) => text.replaceAll(/^(?=.)/gm, '  '))
  const text = `name: steps\ntitle: The examples of a page\nsteps:\n${lists.join('')}`
  const outcome = await (page.endsWith(' partner') ? outcomeBesidePartner(text) : outcomeOf(text))
  expect(outcome, outcome.said).toMatchObject({ code: 0 })
  expect(outcome.said).not.toContain('geheim')
})

test.each(copies)('$file:$line is the file that it names', ({ info, text }) => {
  const [, path = ''] = /^yaml file=(.*)$/.exec(info) ?? []
  expect(parse(text)).toEqual(parse(readFileSync(join(docs, 'examples', path), 'utf8')))
})

test.each(commands)('`%s` passes, and writes its reports', async (command) => {
  using box = besideExamples()
  expect(await box.run(command, { cwd: box.directory })).toMatchObject({ code: 0 })
  for (const [, file = ''] of command.matchAll(/--report \w+=(\S+)/g))
    expect(statSync(join(box.directory, file)).size).toBeGreaterThan(0)
})

test.each(landscapes.map((block) => [`${block.file}:${block.line}`, block] as const))(
  'the landscape of %s is one',
  (_, { file, text }) => {
    const variables = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => [name, settingOf(name)])
    expect(readLandscapeFile(file, text, Object.fromEntries(variables))).toHaveProperty('systems')
  },
)

test.each(treatments.map((block) => [`${block.file}:${block.line}`, block] as const))(
  'the treatments of %s are some',
  (_, { file, text }) => {
    const identities = 'identities: { customer: { number: shop.customer.customer_number } }'
    const columns = `columns:\n  shop.customer:\n${text.replaceAll(/^(?=.)/gm, '    ')}`
    expect(readPolicy(`version: 1\n${identities}\n${columns}`, file)).toHaveProperty('hash')
  },
)

test.each(policies.map((block) => [`${block.file}:${block.line}`, block] as const))(
  'the policy of %s is one',
  (_, { file, text }) => {
    expect(readPolicy(text, file)).toHaveProperty('hash')
  },
)

/** What an environment variable of an example could be set to, going by its name. */
function settingOf(name: string): string {
  if (name.endsWith('_TEST_URL')) return name.startsWith('PIM') ? 'mongodb://127.0.0.1:1/' : 'postgres://127.0.0.1:1/a'
  return name.endsWith('_URL') ? 'http://127.0.0.1:8080' : '8080'
}
