import { expect, test } from 'vitest'
import { commandLine } from './command-line.ts'

test.each<[string, string[], RegExp]>([
  ['an unknown command', ['scenrio'], /unknown command 'scenrio'\n\(Did you mean scenario\?\)/],
  ['an unknown command below a command', ['scenario', 'rum'], /unknown command 'rum'\n\(Did you mean run\?\)/],
  ['an unknown flag', ['scenario', 'run', '--sed', '1'], /unknown option '--sed'\n\(Did you mean --seed\?\)/],
  ['a flag without its value', ['scenario', 'run', '--seed'], /option '--seed <seed>' argument missing/],
  ['a missing argument', ['scenario', 'show'], /missing required argument 'name'/],
  ['an argument too many', ['scenario', 'list', 'x'], /too many arguments/],
  ['no command', [], /Usage: standin/],
  ['a variable without a value', ['scenario', 'run', 'x', '--var', 'sku'], /error: --var sku: expected NAME=value/],
  ['a variable without a name', ['scenario', 'run', 'x', '--var', '=1'], /error: --var =1: expected NAME=value/],
  [
    'an unknown report',
    ['scenario', 'run', 'x', '--report', 'junt=a'],
    /there is no report "junt"; did you mean "junit"\?/,
  ],
  ['a report without a file', ['scenario', 'run', 'x', '--report', 'junit'], /expected junit=FILE/],
  ['nothing to prove', ['scenario', 'prove'], /expected the name of a scenario, or --all/],
  ['names and all', ['scenario', 'prove', 'x', '--all'], /not both/],
  ['a name that is a path', ['env', 'down', '--name', '../x'], /--name \.\.\/x: expected lower-case letters/],
  ['a name and all', ['env', 'down', '--name', 'x', '--all'], /expected --name or --all, not both/],
])('%s exits 2 with a sentence on stderr', async (_, args, message) => {
  const { code, out, err } = await commandLine('standin', args)
  expect(err).toMatch(message)
  expect(out).toBe('')
  expect(code).toBe(2)
})

test('all wrong variables are named at once', async () => {
  const { err } = await commandLine('scenario', ['run', 'x', '--var', 'a', '--var', 'b=1', '--var', 'c'])
  expect(err.match(/^error:/gm)).toHaveLength(2)
})

test('with --json an error is one JSON value on stdout too', async () => {
  const { code, out } = await commandLine('scenario', ['prove', '--json'])
  expect(code).toBe(2)
  expect(JSON.parse(out)).toMatchObject({ error: { kind: 'usage', problems: [{ code: 'cli.nothing-to-prove' }] } })
})

test('a flag in the environment counts, a typed one wins, and 0 switches off', async () => {
  const fromEnvironment = await commandLine('scenario', ['run', 'x'], {
    env: { STANDIN_VAR: 'oops', STANDIN_JSON: '1' },
  })
  expect(fromEnvironment.err).toContain('--var oops: expected NAME=value')
  expect(JSON.parse(fromEnvironment.out)).toMatchObject({ error: { problems: [{ code: 'cli.var' }] } })
  const env = { STANDIN_VAR: 'oops', STANDIN_JSON: '0' }
  const typed = await commandLine('scenario', ['run', 'x', '--var', 'other'], { env })
  expect(typed.err).toContain('--var other: expected NAME=value')
  expect(typed.err).not.toContain('oops')
  expect(typed.out).toBe('')
})
