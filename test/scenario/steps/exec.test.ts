import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { parseScenario } from '../../../src/scenario/parse/parse-scenario.ts'
import { programsStarted } from '../../../src/scenario/parse/programs-started.ts'
import { outline } from '../parse/outline.ts'
import { runWritten, type Scratch, scratch } from './written.ts'

const node = JSON.stringify(process.execPath)

function program(code: string, more = ''): string {
  return `  - name: run\n    exec: { command: [${node}, -e, ${JSON.stringify(code)}]${more} }\n`
}

async function run(steps: string, files: Scratch = scratch()) {
  using _ = files
  return await runWritten({ steps, allowExec: true, scratch: files })
}

test('a program gets its arguments as they are, variables and input, and runs beside the scenario', async () => {
  using files = scratch()
  const code = 'process.stdin.pipe(process.stdout); console.error(process.argv[1], process.env.WHO, process.cwd())'
  const { steps, message } = await runWritten({
    scratch: files,
    allowExec: true,
    steps: `  - name: run\n    exec: { command: [${node}, -e, ${JSON.stringify(code)}, "$(id); a  b"], env: { WHO: "\${{ run.id }}" }, stdin: "hello" }\n`,
  })
  expect(message).toBeUndefined()
  expect(steps.run).toEqual({ code: 0, stdout: 'hello', stderr: `$(id); a  b run-1 ${files.beside}\n` })
})

test('another code than 0 fails the step, unless it expects one', async () => {
  const failed = await run(program('process.exit(3)'))
  expect(failed.message).toBe(`"${process.execPath}" ended with 3, expected 0`)
  expect(failed.result.verdict).toBe('failed')
  const expected = await run(`${program('process.exit(3)')}    expect: { code: 3 }\n`)
  expect(expected.message).toBeUndefined()
  const killed = await run(program("process.kill(process.pid, 'SIGTERM')"))
  expect(killed.message).toContain('ended with SIGTERM')
})

test('of each output the first MB is kept', async () => {
  const { steps } = await run(program("process.stdout.write('x'.repeat(3e6))"))
  expect(steps.run).toMatchObject({ truncated: true, code: 0 })
  expect(String(steps.run?.stdout)).toHaveLength(1024 * 1024)
})

test.each([
  [`  - exec: { command: ["no-such-program"] }\n`, /"no-such-program" could not be started in .*: ENOENT/],
  [`  - exec: { command: [${node}], cwd: missing }\n`, /could not be started in .*missing: ENOENT/],
  [`  - exec: { command: [""] }\n`, /the command names no program/],
])('%s cannot be started', async (steps, said) => {
  const { message, result } = await run(steps)
  expect(message).toMatch(said)
  expect(result.verdict).toBe('error')
})

const family = `
  const { spawn } = require('node:child_process')
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
  require('node:fs').writeFileSync(process.argv[1], String(child.pid))
`

async function hasEnded(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    const state = (() => {
      try {
        return /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      } catch {
        return undefined
      }
    })()
    // What nobody has waited for yet is there in name only.
    if (state === undefined || state === 'Z') return true
    await sleep(20)
  }
  return false
}

test.each([
  ['its time is up', 'setInterval(() => {}, 1000)', '    timeout: 5s\n', 'failed'],
  ['it has ended itself', 'child.unref()', '', 'passed'],
])('what a program has started ends with it: %s', async (_, ending, more, verdict) => {
  using files = scratch()
  const path = join(files.run, 'pid')
  const command = `[${node}, -e, ${JSON.stringify(`${family}; ${ending}`)}, ${JSON.stringify(path)}]`
  const { result } = await runWritten({
    scratch: files,
    allowExec: true,
    steps: `  - name: run\n    exec: { command: ${command} }\n${more}`,
  })
  expect(result.verdict).toBe(verdict)
  expect(await hasEnded(Number(readFileSync(path, 'utf8')))).toBe(true)
})

test('an interruption ends it too', async () => {
  using files = scratch()
  const path = join(files.run, 'pid')
  const stop = new AbortController()
  const steps = `  - exec: { command: [${node}, -e, ${JSON.stringify(`${family}; setInterval(() => {}, 1000)`)}, ${JSON.stringify(path)}] }\n`
  const running = runWritten({ steps, allowExec: true, scratch: files, signal: stop.signal })
  let pid = Number.NaN
  while (!(pid > 0)) {
    await sleep(20)
    try {
      pid = Number(readFileSync(path, 'utf8'))
    } catch {
      // Not written yet.
    }
  }
  stop.abort()
  expect((await running).result.verdict).toBe('error')
  expect(await hasEnded(pid)).toBe(true)
})

test('a run that may start no program starts none', async () => {
  using files = scratch()
  const { message, result } = await runWritten({ steps: program('process.exit(0)'), scratch: files })
  expect(message).toBe('this run may start no program')
  expect(result.verdict).toBe('error')
})

test('steps that start programs are found wherever they stand', () => {
  const text = `name: a
title: A
steps:
  - parallel: { branches: [{ name: one, steps: [{ exec: { command: [a] } }] }] }
finally:
  - exec: { command: [b] }
`
  const found = programsStarted(parseScenario({ file: 'a.yaml', text, outline, vars: {} }))
  expect(found.map(({ place, code }) => `${code} ${place?.line}`)).toEqual([
    'scenario.exec-not-allowed 4',
    'scenario.exec-not-allowed 6',
  ])
})
