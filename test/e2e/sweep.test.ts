import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mentionFinder, packPeople } from './pack-people.ts'
import { type Sandbox, sandbox } from './sandbox.ts'

/* Scenarios that run on a clone of their own. */

const pack = fileURLToPath(new URL('../../fixtures/omnichannel', import.meta.url))
const policy = readFileSync(join(pack, 'policy.yaml'), 'utf8')

let box: Sandbox

beforeAll(() => {
  box = sandbox()
})

afterAll(() => box[Symbol.dispose]())

function run(name: string, text: string, flags = '') {
  const file = join(box.directory, `${name}.yaml`)
  writeFileSync(file, `name: ${name}\ntitle: A sweep\n${text}`)
  return box.run(`scenario run ${file}${flags}`)
}

describe('what is wrong is told before anything starts', () => {
  test('a sweep without a clone', async () => {
    const { code, err } = await run('no-clone', 'steps: [{ sweep: { for: source } }]\n')
    expect(code).toBe(2)
    expect(err).toMatch(/the environment is no clone[\s\S]*no-clone\.yaml:3:9[\s\S]*clone: \{ policy: … \}/)
  })

  test('a policy that is not there', async () => {
    const { code, err } = await run(
      'no-policy',
      'given: { clone: { policy: nowhere.yaml } }\nsteps: [{ sweep: { for: source } }]\n',
    )
    expect(code).toBe(2)
    expect(err).toMatch(/there is no file: .*nowhere\.yaml[\s\S]*no-policy\.yaml:3:27/)
  })

  test('a policy that is none', async () => {
    writeFileSync(join(box.directory, 'broken.yaml'), 'version: 1\ncolumns: { erp.item: vanish }\n')
    const { code, err, out } = await run(
      'broken-policy',
      'given: { clone: { policy: broken.yaml } }\nsteps: [{ sweep: { for: source } }]\n',
    )
    expect(code).toBe(2)
    expect(err).toContain('broken.yaml:2')
    expect(out).not.toContain('environment up')
  })
})

test('a policy that does not cover everything is refused, and nothing is left', async () => {
  const uncovered = policy.replace(/^ {4}payer_iban: .*\n/m, '')
  expect(uncovered).not.toBe(policy)
  writeFileSync(join(box.directory, 'uncovered.yaml'), uncovered)
  const before = box.left()
  const { code, err, out } = await run(
    'uncovered-column',
    'given: { clone: { policy: uncovered.yaml } }\nsteps: [{ sweep: { for: source } }]\n',
  )
  expect(code).toBe(1)
  expect(out + err).toMatch(/nothing about this column of erp\.payment: payer_iban/)
  expect(box.left()).toEqual([...before, 'uncovered-column.yaml'].sort())
})

test('who turns up anywhere is found, and named nowhere', async () => {
  const lax = policy.replace('    payer_iban: { customer: iban }', '    payer_iban: keep')
  expect(lax).not.toBe(policy)
  writeFileSync(join(box.directory, 'lax.yaml'), lax)
  const [, email = ''] = /,([\w.-]+@[\w.-]+),/.exec(readFileSync(join(pack, 'shop/customer.csv'), 'utf8')) ?? []
  const report = join(box.directory, 'events.jsonl')
  const { code, out } = await run(
    'everywhere',
    `given: { clone: { policy: lax.yaml }, vars: { email: "" } }
steps:
  - publish: { topic: customers, value: { type: customer.migration, group: "\${{ vars.email.upperAscii() }}" } }
  - mongo: { system: pim, collection: note, insert: [{ _id: n1, by: { whom: ["\${{ vars.email }}"] } }] }
  - post: \${{ notify.url }}/chat
    headers: { authorization: "Bearer \${{ notify.apiKey }}" }
    body: { to: team, text: "\${{ vars.email }} asks" }
  - sql: { system: oms, query: "create table note (at bytea)" }
  - sql: { system: oms, query: "insert into note values (convert_to($1, 'UTF8'))", params: ["\${{ vars.email }}"] }
  - sweep: { for: source, except: [erp.warehouse.street] }
`,
    ` --var email=${email} --report jsonl=${report}`,
  )
  expect(out).toMatch(/erp\.payment\.payer_iban holds \d+ × iban \(exact\); notifications holds 1 × /)
  expect(code).toBe(1)
  const events = readFileSync(report, 'utf8')
  for (const place of ['erp.payment.payer_iban', 'oms.note.at', 'pim.note.by', 'topic customers', 'notifications'])
    expect(events).toContain(`"place":"${place}"`)
  expect(events).toContain('{"place":"oms.note.at","kind":"email","match":"exact","count":1}')
  const ibans = mentionFinder((await packPeople()).filter(({ kind }) => kind === 'iban'))
  expect(ibans(out + events)).toEqual([])
})
