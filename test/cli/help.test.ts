import { expect, test } from 'vitest'
import { commandLine } from './command-line.ts'

const commands = [
  'scenario run',
  'scenario list',
  'scenario import',
  'scenario lint',
  'scenario show',
  'scenario prove',
  'env up',
  'env status',
  'env down',
  'key new',
  'mock',
  'clone',
  'seed',
]

test.each(['', 'scenario', 'env', 'key', ...commands])('standin %s --help has an example', async (command) => {
  const words = command === '' ? [] : command.split(' ')
  const { code, out, err } = await commandLine('standin', [...words, '--help'])
  expect(err).toBe('')
  expect(code).toBe(0)
  expect(out).toContain(`Usage: standin ${command}`.trimEnd())
  expect(out).toMatch(/\nExample:\n {2}\$ (standin|scenario) \w+/)
})

test.each(commands)('every flag of %s names its environment variable, --json among them', async (command) => {
  const { out } = await commandLine('standin', [...command.split(' '), '--help'])
  const options = out.slice(out.indexOf('\nOptions:\n') + 10, out.indexOf('\nExample:')).replaceAll(/\n {5,}/g, ' ')
  const lines = options.split('\n').filter((line) => line.includes('--') && !line.includes('--help'))
  expect(lines.length).toBeGreaterThan(0)
  for (const line of lines) {
    const name = /--([\w-]+)/.exec(line)?.[1]?.toUpperCase().replaceAll('-', '_')
    expect(line).toContain(`[STANDIN_${name}]`)
  }
  expect(options).toContain('--json')
})

test('scenario is standin scenario', async () => {
  const short = await commandLine('scenario', ['run', '--help'])
  const long = await commandLine('standin', ['scenario', 'run', '--help'])
  expect(short).toEqual(long)
})

test('the version is the package’s', async () => {
  const { out } = await commandLine('standin', ['--version'])
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/)
})
