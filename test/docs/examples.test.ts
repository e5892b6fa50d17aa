import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readLandscapeFile } from '../../src/landscape/landscape-file.ts'
import { sandbox } from '../e2e/sandbox.ts'
import { serve } from '../scenario/trial.ts'
import { type FencedBlock, fencedBlocks, pages } from './markdown.ts'

/*
 * What a YAML example says of itself behind its fence: `yaml scenario` is a whole file and is run, with `exit=1` for one
 * that ends so, and with `tcp` for one that needs a system `cache` over TCP; `yaml steps` is a list of steps, run together with the others of its page; `yaml landscape` is a whole
 * standin.yaml; `yaml fragment` is a part that is shown only.
 */
const marks = /^yaml (scenario( exit=\d+)?( tcp)?|steps|landscape|fragment)$/

const examples = pages().flatMap(fencedBlocks)
const scenarios = marked(/^yaml scenario/)
const stepPages = [...new Set(marked(/^yaml steps$/).map(({ file }) => file))]
const landscapes = marked(/^yaml landscape$/)

test('there are examples of each kind, and every one is marked', () => {
  expect(scenarios.length).toBeGreaterThan(0)
  expect(stepPages.length).toBeGreaterThan(0)
  expect(landscapes.length).toBeGreaterThan(0)
  const unmarked = examples.filter(({ info }) => /^ya?ml/.test(info) && !marks.test(info))
  expect(unmarked.map(({ file, line, info }) => `${file}:${line} ${info}`)).toEqual([])
})

test.each(scenarios.map((block) => [`${block.file}:${block.line}`, block] as const))(
  'the scenario of %s ends as it says',
  async (_, { info, text }) => {
    const code = Number(/exit=(\d+)/.exec(info)?.[1] ?? 0)
    expect(await (info.endsWith(' tcp') ? outcomeBeside(text) : outcomeOf(text))).toMatchObject({ code })
  },
)

test.each(stepPages)('the steps of %s pass', async (file) => {
  const steps = marked(/^yaml steps$/)
    .filter((block) => block.file === file)
    .map(({ text }) => text.replaceAll(/^(?=.)/gm, '  '))
  const text = `name: steps\ntitle: The examples of a page\nsteps:\n${steps.join('')}`
  expect(await outcomeOf(text)).toMatchObject({ code: 0 })
})

test.each(landscapes.map((block) => [`${block.file}:${block.line}`, block] as const))(
  'the landscape of %s is one',
  (_, { file, text }) => {
    const variables = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => [name, settingOf(name)])
    expect(readLandscapeFile(file, text, Object.fromEntries(variables))).toHaveProperty('systems')
  },
)

function marked(info: RegExp): FencedBlock[] {
  return examples.filter((block) => info.test(block.info))
}

/** What an environment variable of an example could be set to, going by its name. */
function settingOf(name: string): string {
  return name.endsWith('_URL') ? 'http://127.0.0.1:8080' : '8080'
}

/** What a user sees who copies the text into a file and runs it. */
async function outcomeOf(text: string, flags = '', landscape?: string): Promise<{ code: number | null; said: string }> {
  using box = sandbox()
  if (landscape !== undefined) writeFileSync(join(box.directory, 'standin.yaml'), landscape)
  const beside = landscape === undefined ? '' : ` --landscape ${join(box.directory, 'standin.yaml')}`
  const file = join(box.directory, `${/^name: (.*)$/m.exec(text)?.[1]}.yaml`)
  writeFileSync(file, text)
  const { code, out, err } = await box.run(`scenario run ${file}${beside}${flags}`)
  return { code, said: out + err }
}

/** The same beside a system that somebody else serves, and that cannot follow the landscape's clock. */
async function outcomeBeside(text: string): Promise<{ code: number | null; said: string }> {
  await using cache = await serve(() => ({ body: 'here' }))
  const address = new URL(cache.url).host
  return await outcomeOf(text, ' --real-time', `version: 1\nsystems:\n  cache: { api: { tcp: "${address}" } }\n`)
}
