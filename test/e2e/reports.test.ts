import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunEvent } from '../../src/core/events.ts'
import { sandbox } from './sandbox.ts'

const personal = /lena|vogt|demo-password|4242 4242|bearer [0-9a-f]{8,}|@example/i

/** Asks for a person by name and e-mail, and shows them in every place where a report could. */
const revealing = `name: revealing
title: A report shows no person
given:
  vars: { customer: lena.vogt@example.com }
steps:
  - name: login
    post: \${{ shop.url }}/store-api/account/login
    headers: { sw-access-key: "\${{ shop.accessKey }}" }
    query: { email: lena.vogt@example.com, token: s3cr3t-t0k3n }
    body: { username: "\${{ vars.customer }}", password: demo-password }
    expect: { status: 200 }
    capture: { token: $.contextToken }
  - name: cart
    get: \${{ shop.url }}/store-api/checkout/cart
    headers: { sw-access-key: "\${{ shop.accessKey }}", sw-context-token: "\${{ token }}" }
    expect: { status: 200 }
  - name: told
    publish: { topic: stock, key: "1", value: { sku: "100-0042", firstName: Lena, iban: DE89370400440532013000, location: HH-01, kind: warehouse, onHand: 8, available: 8 } }
  - name: person
    sql: { system: shop, query: "select customer_number, first_name, last_name, email from customer where email = $1", params: ["\${{ vars.customer }}"] }
    expect: { rows: [{ first_name: Nobody, last_name: Nobody }] }
`

describe('reports of one run', () => {
  test('HTML, JSONL, JUnit and GitHub tell the same, and none of them shows a person or a secret', async () => {
    using box = sandbox()
    const file = join(box.directory, 'revealing.yaml')
    writeFileSync(file, revealing)
    const reports = ['html', 'jsonl', 'junit', 'github'].map((kind) => join(box.directory, `run.${kind}`))
    const [html = '', jsonl = '', junit = '', github = ''] = reports
    const command = `scenario run ${file} --report html=${html} --report jsonl=${jsonl} --report junit=${junit} --report github=${github}`
    const { code, out, err } = await box.run(command)
    expect(err).toBe('')
    expect(code).toBe(1)
    expect(out).toMatch(/^::error .*title=revealing%3A failed::/m)
    for (const report of reports) expect(readFileSync(report, 'utf8')).toContain('revealing')
    for (const text of [out, ...reports.map((report) => readFileSync(report, 'utf8'))]) {
      expect(text.replaceAll(file, '')).not.toMatch(personal)
      expect(text).not.toMatch(/s3cr3t-t0k3n|DE89370400440532013000/)
    }
    const events = readFileSync(jsonl, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent)
    expect(events.filter(({ type }) => type === 'step.exchange')).toHaveLength(4)
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'http.received',
        system: 'shop',
        from: 'scenario',
        path: '/store-api/account/login',
      }),
    )
    expect(events).toContainEqual(expect.objectContaining({ type: 'http.received', system: 'shop', from: 'connector' }))
    const token = /"contextToken":"([^"]+)"/.exec(readFileSync(jsonl, 'utf8'))?.[1]
    expect(token).toBe('***')
  })

  test('in a job of GitHub Actions, annotations and summary come by themselves, below the root of the repository', async () => {
    using box = sandbox()
    const file = join(box.directory, 'sub', 'late.yaml')
    const summary = join(box.directory, 'summary.md')
    writeFileSync(summary, 'of another step\n')
    mkdirSync(join(box.directory, 'sub'))
    const step = '{ name: units, sql: { system: oms, query: "select 1 as units" }, expect: { rows: [{ units: 2 }] } }'
    writeFileSync(file, `name: late\ntitle: It fails\nsteps:\n  - ${step}\n`)
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: box.directory }
    const ended = await box.run('scenario run late.yaml --json', { env, cwd: join(box.directory, 'sub') })
    expect(ended.code).toBe(1)
    expect(ended.err).toMatch(/^::error file=sub\/late\.yaml,line=4,col=\d+,title=late%3A failed::.*units/m)
    expect(JSON.parse(ended.out)).toMatchObject({ verdict: 'failed' })
    expect(readFileSync(summary, 'utf8')).toMatch(/^of another step\n## ❌ 1 of 1 scenario did not pass\n/)
  })

  test('a report that cannot be written is said before anything starts', async () => {
    using box = sandbox()
    writeFileSync(join(box.directory, 'file'), '')
    const { code, err } = await box.run(
      `scenario run checkout-reservation --report html=${join(box.directory, 'file', 'x.html')}`,
    )
    expect(code).toBe(3)
    expect(err).toContain('cannot be written')
    expect(existsSync(join(box.directory, 'x.html'))).toBe(false)
    const unknown = await box.run('scenario run checkout-reservation --report htm=x')
    expect(unknown.code).toBe(2)
    expect(unknown.err).toContain('did you mean "html"?')
  })
})
