import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sandbox } from './sandbox.ts'

const scenario = `name: noted
title: What was measured is shown
steps:
  - name: three readings
    sql: { system: oms, query: "select array[10, 30, 20] as values" }
    capture: { values: "$.rows[0].values" }
  - name: in the middle
    assert: percentile(values, 50) == 20 && percentile(values, 99.5) == 30
    note: |
      p50 \${{ percentile(values, 50) }} ms
      p95 \${{ percentile(values, 95) }} ms
  - name: with a secret
    assert: 1 == 1
    note: the key is \${{ oms.apiKey }}
  - name: of nothing
    sql: { system: oms, query: "select array[]::int[] as nothing" }
    capture: { nothing: "$.rows[0].nothing" }
    note: never \${{ steps["three readings"].rows[7].values }}
  - name: a percentile of nothing
    assert: percentile(nothing, 50) == 1
    note: it has \${{ percentile(values, 0) }}
`

test('notes are shown by the reports, without secrets, also of a step that fails', async () => {
  using box = sandbox()
  const file = join(box.directory, 'noted.yaml')
  writeFileSync(file, scenario)
  const [junit, html, jsonl] = ['noted.xml', 'noted.html', 'noted.jsonl'].map((name) => join(box.directory, name))
  const reports = `--report junit=${junit} --report html=${html} --report jsonl=${jsonl}`
  const { code, out } = await box.run(`scenario run ${file} ${reports}`)
  expect(code).toBe(1)
  expect(out).toContain('    p50 20 ms\n    p95 30 ms\n')
  expect(out).toMatch(/the key is \S+\n/)
  expect(out).not.toMatch(/the key is [0-9a-f]{32}/)
  expect(out).not.toContain('never')
  expect(out).toContain('it has 10')
  expect(out).toContain('percentile() wants a list of numbers, and a share from 0 to 100')
  for (const report of [junit, html, jsonl]) expect(readFileSync(report ?? '', 'utf8')).toContain('p50 20 ms')
})

test('a note that names nothing is a mistake in the file', async () => {
  using box = sandbox()
  const file = join(box.directory, 'noted.yaml')
  writeFileSync(file, scenario.replace('percentile(values, 50) }}', 'percentile(valeus, 50) }}'))
  const { code, out } = await box.run(`scenario lint ${file}`)
  expect(out).toContain('valeus')
  expect(code).toBe(2)
})
