import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Sandbox, sandbox } from './sandbox.ts'

function write(box: Sandbox, name: string, text: string): string {
  const file = join(box.directory, `${name}.yaml`)
  writeFileSync(file, text)
  return file
}

const exec = `name: exec
title: A program
directories: [out]
steps:
  - name: program
    exec: { command: ["${process.execPath}", -e, "require('fs').writeFileSync(process.argv[1], 'x'); console.log(process.env.WHO)", "\${{ run.directory }}/out/a"], env: { WHO: me } }
    expect: { stdout: "me\\n" }
  - file: { read: out/a }
    expect: { text: x }
`

test('programs run only where they are allowed, and the refusal says how', async () => {
  using box = sandbox()
  const file = write(box, 'exec', exec)
  const refused = await box.run(`scenario run ${file}`)
  expect(refused.err).toMatch(
    /this step starts a program, which this run does not allow[\s\S]*exec\.yaml:5:5[\s\S]*--allow-exec/,
  )
  expect(refused).toMatchObject({ code: 2, out: '' })
  const proof = await box.run(`scenario prove ${file}`)
  expect(proof).toMatchObject({ code: 2 })
  const allowed = await box.run(`scenario run ${file} --allow-exec --seed 7`)
  expect(allowed.code).toBe(0)
  const byVariable = await box.run(`scenario run ${file}`, { env: { STANDIN_ALLOW_EXEC: '1' } })
  expect(byVariable.code).toBe(0)
  expect(box.left()).toEqual(['exec.yaml'])
})

test('Ctrl-C ends a program that a step started, and nothing is left', async () => {
  using box = sandbox()
  const hang = `name: hang\ntitle: A program that hangs\nsteps:\n  - exec: { command: [sh, -c, "sleep 611 & sleep 612", "${box.directory}"] }\n`
  const running = box.start(`scenario run ${write(box, 'hang', hang)} --allow-exec`)
  await running.said(/environment up/)
  while (!box.processes().some((command) => command.includes('sleep 611')))
    await new Promise((soon) => setTimeout(soon, 20))
  running.child.kill('SIGINT')
  const { code } = await running.ended
  expect(code).toBe(130)
  expect(box.processes()).toEqual([])
  expect(box.left()).toEqual(['hang.yaml'])
})

test('what can be told of the file is told before anything starts', async () => {
  using box = sandbox()
  const text = `name: wrong
title: Mistakes
steps:
  - get: \${{ shop.url }}/
    headers: { x-note: "a\\nb" }
    auth: { bearer: a, basic: { user: a, password: b } }
  - csv: { read: inbox/a.csv, encoding: windows-1525 }
  - soap: { url: "http://x", body: <a/> }
    capture: { a: { xpath: "//b[" } }
  - notify: { chanel: email }
`
  const { code, out, err } = await box.run(`scenario run ${write(box, 'wrong', text)}`)
  expect(err).toMatch(/the value of a header cannot hold a line break\s+\S*wrong\.yaml:5:24/)
  expect(err).toMatch(/"auth" cannot be several things at once: "basic" and "bearer"/)
  expect(err).toMatch(/did you mean "windows-1250"\?/)
  expect(err).toMatch(/"inbox" is no directory of this scenario/)
  expect(err).toMatch(/the XPath is no XPath 1\.0/)
  expect(err).toMatch(/did you mean "channel"\?/)
  expect({ code, out }).toEqual({ code: 2, out: '' })
})
