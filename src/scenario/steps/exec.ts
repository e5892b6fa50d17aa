import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { codeOf, environmentError, usageError } from '../../core/error.ts'
import type { ExecProgramStep } from '../model/protocol-steps.ts'
import { besideScenario } from './directories.ts'
import { killGroup } from './kill-group.ts'
import { renderText, renderTexts } from './rendered-text.ts'
import type { Attempt, StepContext } from './step-context.ts'

const longestOutput = 1024 * 1024

/**
 * Runs a program, without a shell. The answer is `{ code, stdout, stderr }`, of each output the first MB, and
 * `truncated` when there was more; `code` is the name of the signal where one ended it. Another code than 0 fails the
 * step unless it expects one. When the step ends, so does everything that the program started in its group.
 */
export async function runProgram(step: ExecProgramStep, context: StepContext): Promise<Attempt> {
  const { scope, programs, directories } = context
  if (programs === undefined)
    throw usageError({ code: 'scenario.exec-not-allowed', message: 'this run may start no program', place: step.place })
  const [program, ...args] = commandOf(step, context)
  const cwd = resolve(
    besideScenario(directories, step.place),
    step.cwd === undefined ? '.' : renderText(step.cwd, scope, 'the directory'),
  )
  const ended = await run(program, args, {
    cwd,
    env: { ...programs.variables, ...renderTexts(step.env, scope, 'the variable') },
    stdin: step.stdin === undefined ? '' : renderText(step.stdin, scope, 'the input'),
    signal: context.signal,
  }).catch((thrown: unknown) => {
    context.signal.throwIfAborted()
    const message = `"${program}" could not be started in ${cwd}: ${String(codeOf(thrown) ?? 'unknown error')}`
    throw environmentError({ code: 'exec.not-started', message, place: step.place }, thrown)
  })
  const { code, truncated, stdout, stderr } = ended
  const answer = { code, stdout, stderr, ...(truncated && { truncated }) }
  if (code === 0 || step.expectsCode) return { answer }
  return { answer, failure: { message: `"${program}" ended with ${code}, expected 0`, place: step.place } }
}

function commandOf(step: ExecProgramStep, { scope }: StepContext): [string, ...string[]] {
  const rendered = step.command.render(scope)
  const words = (Array.isArray(rendered) ? rendered : []).map((word) =>
    renderText({ place: step.command.place, render: () => word }, scope, 'each part of the command'),
  )
  const [program, ...args] = words
  if (program !== undefined && program !== '' && words.every((word) => !word.includes('\0'))) return [program, ...args]
  throw usageError({ code: 'scenario.no-command', message: 'the command names no program', place: step.command.place })
}

interface Ended {
  code: number | string
  stdout: string
  stderr: string
  truncated: boolean
}

interface Start {
  cwd: string
  env: Readonly<Record<string, string | undefined>>
  stdin: string
  signal: AbortSignal
}

async function run(program: string, args: string[], { cwd, env, stdin, signal }: Start): Promise<Ended> {
  signal.throwIfAborted()
  // A group of its own, so that all of it can be ended.
  const child = spawn(program, args, { cwd, env, detached: true, stdio: 'pipe' })
  const endGroup = (): void => killGroup(child.pid)
  signal.addEventListener('abort', endGroup, { once: true })
  try {
    const outputs = [child.stdout, child.stderr].map((stream) => bounded(stream))
    // A program that does not read its input is no failure.
    child.stdin.on('error', () => undefined)
    child.stdin.end(stdin)
    const code = await new Promise<number | string>((ended, failed) => {
      child.once('error', failed)
      child.once('exit', (status, by) => ended(status ?? by ?? 'unknown'))
    })
    endGroup()
    const [stdout, stderr] = await Promise.all(outputs)
    return {
      code,
      stdout: stdout?.text ?? '',
      stderr: stderr?.text ?? '',
      truncated: stdout?.truncated === true || stderr?.truncated === true,
    }
  } finally {
    signal.removeEventListener('abort', endGroup)
  }
}

async function bounded(stream: Readable): Promise<{ text: string; truncated: boolean }> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (size < longestOutput) chunks.push(chunk.subarray(0, longestOutput - size))
    size += chunk.length
  }
  return { text: Buffer.concat(chunks).toString('utf8'), truncated: size > longestOutput }
}
