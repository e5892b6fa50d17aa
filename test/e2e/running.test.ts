import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, serve } from '../scenario/trial.ts'
import { type Sandbox, sandbox } from './sandbox.ts'

let served: Served
const asked = new Map<string, number>()

beforeAll(async () => {
  served = await serve((request) => {
    const [, kind = '', key = ''] = (request.url ?? '').split('/')
    const count = (asked.get(key) ?? 0) + 1
    asked.set(key, count)
    if (kind === 'never') return 'never'
    return { status: kind === 'second' && count < 2 ? 503 : 200, body: { count, given: request.headers.authorization } }
  })
})

afterAll(() => served[Symbol.asyncDispose]())

interface Written {
  tags?: string
  steps?: string[]
  vars?: string
}

function write(box: Sandbox, name: string, { tags = '[]', steps = ['assert: 1 == 1'], vars = '{}' }: Written): void {
  mkdirSync(join(box.directory, 'scenarios'), { recursive: true })
  const lines = [`name: ${name}`, `title: The ${name}`, `tags: ${tags}`, `given: { vars: ${vars} }`, 'steps:']
  const text = [...lines, ...steps.map((step) => `  - ${step}`), ''].join('\n')
  writeFileSync(join(box.directory, 'scenarios', `${name}.yaml`), text)
}

function three(): Sandbox {
  const box = sandbox()
  write(box, 'alpha', { tags: '[stock]' })
  write(box, 'beta', { tags: '[stock, slow]', steps: ['{ name: wrong, assert: 1 == 2 }'] })
  write(box, 'gamma', {})
  return box
}

const own = 'alpha.yaml'
const inBox = (box: Sandbox, env: Record<string, string> = {}) => ({ cwd: box.directory, env })
const names = (out: string): string[] => JSON.parse(out).scenarios.map((one: { name: string }) => one.name)

test('tags, names and shards select, and nothing selected is a failure', async () => {
  using box = three()
  const plan = (flags: string, env = {}) => box.run(`scenario run --dry-run --json ${flags}`.trim(), inBox(box, env))
  expect(names((await plan('', { STANDIN_TAG: 'stock and not slow' })).out)).toContain('alpha')
  expect(names((await plan('', { STANDIN_TAG: 'stock and not slow' })).out)).not.toContain('beta')
  expect(names((await plan('--grep ^(beta|gamma)$')).out)).toEqual(['beta', 'gamma'])
  const parts = await Promise.all(['1/2', '2/2'].map((shard) => plan(`--grep ^(alpha|beta|gamma)$ --shard ${shard}`)))
  expect(parts.map(({ out }) => names(out))).toEqual([['alpha', 'gamma'], ['beta']])
  expect(await plan('', { STANDIN_TAG: 'stock and' })).toMatchObject({
    code: 2,
    err: expect.stringContaining('column 10: expected a tag, it ends'),
  })
  expect(await plan('--tag nothing')).toMatchObject({ code: 2, err: expect.stringContaining("--tag 'nothing'") })
  const none = await box.run('scenario run --tag nothing --pass-with-no-tests', inBox(box))
  expect(none.code).toBe(0)
  expect(none.out).toContain('0 scenarios')
})

test('a list shows tags, honours the selection, and names a broken file beside the others', async () => {
  using box = three()
  const list = await box.run('scenario list --grep alpha', inBox(box))
  expect(list).toMatchObject({ code: 0, out: 'alpha  The alpha  [stock]\n' })
  writeFileSync(join(box.directory, 'scenarios', 'broken.yaml'), 'name: broken\nsteps: [\n')
  const broken = await box.run('scenario list', inBox(box))
  expect(broken.out).toContain('beta')
  expect(broken.err).toContain('broken.yaml:')
  expect(broken.code).toBe(2)
})

test('a line marks the last step, and the replay command keeps it', async () => {
  using box = sandbox()
  write(box, 'lines', {
    steps: ['{ name: one, assert: 1 == 1 }', '{ name: two, assert: 1 == 2 }', '{ name: three, assert: 1 == 1 }'],
  })
  expect(await box.run('scenario run scenarios/lines.yaml:6', inBox(box))).toMatchObject({ code: 0 })
  const both = await box.run('scenario run scenarios/lines.yaml:7', inBox(box))
  expect(both.out).not.toContain('three')
  expect(both.out).toContain('replay: scenario run scenarios/lines.yaml:7 --seed')
  expect(both.code).toBe(1)
})

test('workers run scenarios side by side without mixing what they tell', async () => {
  using box = sandbox()
  const steps = Array.from({ length: 5 }, (_, index) => `{ name: wait ${index}, advance: 1m }`)
  for (const name of ['left', 'right']) write(box, name, { steps })
  const { code } = await box.run('scenario run left right --workers 2 --report jsonl=run.jsonl', inBox(box))
  const lines = readFileSync(join(box.directory, 'run.jsonl'), 'utf8').trim().split('\n')
  const types = lines.map((line): string => JSON.parse(line).type)
  const first = types.slice(0, types.indexOf('scenario.finished'))
  expect(first.filter((type) => type === 'environment.starting')).toHaveLength(1)
  expect(types.filter((type) => type === 'environment.starting')).toHaveLength(2)
  const instants = lines.map((line): { type: string; at: number } => JSON.parse(line))
  const starts = instants.filter(({ type }) => type === 'environment.starting').map(({ at }) => at)
  const ended = instants.find(({ type }) => type === 'scenario.finished')?.at
  expect(Math.max(...starts)).toBeLessThan(ended ?? 0)
  expect(code).toBe(0)
})

test('what passes when it is run again is flaky, in every report', async () => {
  using box = sandbox()
  const steps = [`{ name: ask, get: "${served.url}/second/flaky", expect: { status: 200 } }`]
  write(box, 'flaky', { steps })
  const junit = join(box.directory, 'junit.xml')
  const first = await box.run(`scenario run flaky --retry 2 --report junit=${junit}`, inBox(box))
  expect(first.out).toContain('flaky did not pass, and is run again (1): $.status is 503, expected 200')
  expect(first.out).toContain('flaky: passed at try 2')
  expect(first.out).toContain(', 1 flaky')
  expect(first.code).toBe(0)
  expect(readFileSync(junit, 'utf8')).toMatch(/tests="1" failures="0"[\s\S]*<property name="flaky" value="true"/)
  asked.clear()
  expect(await box.run('scenario run flaky --retry 2 --fail-on-flaky', inBox(box))).toMatchObject({ code: 1 })
})

test('--fail-fast starts nothing more, and --last-failed runs what did not pass', async () => {
  using box = three()
  const { out, code } = await box.run('scenario run alpha beta gamma --fail-fast', inBox(box))
  expect(out).toContain('gamma left out: another one has failed before')
  expect(code).toBe(1)
  const again = await box.run('scenario run --last-failed --dry-run --json', inBox(box))
  expect(names(again.out)).toEqual(['beta'])
  write(box, 'beta', {})
  expect(await box.run('scenario run --last-failed', inBox(box))).toMatchObject({ code: 0 })
  expect(await box.run('scenario run --last-failed', inBox(box))).toMatchObject({ code: 2 })
})

test('a scenario that takes too long is an error that says what it was doing', async () => {
  using box = sandbox()
  write(box, 'endless', { steps: [`{ name: ask for ever, get: "${served.url}/never/x" }`] })
  const { out, code } = await box.run('scenario run endless --timeout 3s', inBox(box))
  expect(out).toContain('the scenario took longer than 3s, while it was at "ask for ever" (get)')
  expect(code).toBe(3)
  expect(box.left()).toEqual(['scenarios'])
})

test('variables come from a file, secrets are shown nowhere', async () => {
  using box = sandbox()
  const vars = '{ quantity: 1, token: { type: string } }'
  const ask = `{ name: ask, get: "${served.url}/x/y", headers: { authorization: "Bearer \${{ vars.token }}" }, expect: { body: { given: none } } }`
  write(box, 'secret', { vars, steps: ['assert: vars.quantity == 7', ask] })
  writeFileSync(join(box.directory, 'vars.yaml'), 'quantity: 7\n')
  const jsonl = join(box.directory, 'run.jsonl')
  const command = `scenario run secret --var-file vars.yaml --report jsonl=${jsonl} --json --verbose`
  const { out, err, code } = await box.run(
    `${command} --secret token@MY_TOKEN`,
    inBox(box, { MY_TOKEN: 'hush-hush-7' }),
  )
  expect(code).toBe(1)
  for (const text of [out, err, readFileSync(jsonl, 'utf8')]) {
    expect(text).toContain('***')
    expect(text).not.toContain('hush-hush-7')
  }
  expect(JSON.parse(out).results[0].replay).toMatch(/--var quantity=7 --secret token@MY_TOKEN$/)
})

test('--watch runs again when a scenario changes, until it is interrupted', async () => {
  using box = sandbox()
  write(box, 'watched', {})
  const command = box.start('scenario run watched --watch', inBox(box))
  await command.said(/1 passed[\s\S]*watching/)
  write(box, 'watched', { steps: ['{ name: wrong, assert: 1 == 2 }'] })
  await command.said(/watched\.yaml has changed[\s\S]*1 failed[\s\S]*watching/)
  appendFileSync(join(box.directory, 'scenarios', 'watched.yaml'), '  - broken')
  await command.said(/error: [\s\S]*watching/)
  command.child.kill('SIGINT')
  expect(await command.ended).toMatchObject({ code: 130 })
  expect(box.left()).toEqual(['scenarios'])
})

test('--step is refused where nobody can answer, and --dry-run starts nothing', async () => {
  using box = three()
  expect(await box.run('scenario run alpha --step', inBox(box))).toMatchObject({
    code: 2,
    err: expect.stringContaining('needs a terminal'),
  })
  const plan = await box.run(`scenario run scenarios/${own} --dry-run --seeds 3`, inBox(box))
  expect(plan.out).toContain('seeds: 1, 2, 3')
  expect(plan.out).toContain('nothing was started')
  expect(plan.code).toBe(0)
  expect(existsSync(join(box.directory, 'standin'))).toBe(false)
})
