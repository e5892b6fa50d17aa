import { expect } from 'vitest'
import type { Ended, RunningCommand, Sandbox, StartOptions } from './sandbox.ts'

export interface MockReady {
  page: string
  apis: { name: string; kind: string; title: string; url: string; credentials: Record<string, string> }[]
}

/** A `standin mock` that is up; it is ended by Ctrl-C. */
export interface RunningMock extends AsyncDisposable {
  ready: MockReady
  /** Of the first API. */
  url: string
  command: RunningCommand
  end(): Promise<Ended>
}

/** Starts `standin mock … --json`, and waits until it serves. */
export async function startMock(box: Sandbox, words: string, options: StartOptions = {}): Promise<RunningMock> {
  const command = box.start(`standin mock ${words} --json`, { cwd: box.directory, ...options })
  await command.said(/"type":"ready".*\n/)
  const [line = ''] = command
    .printed()
    .split('\n')
    .filter((text) => text.startsWith('{"type":"ready"'))
  const ready = JSON.parse(line) as MockReady
  const end = async (): Promise<Ended> => {
    command.child.kill('SIGINT')
    const ended = await command.ended
    expect(ended.code).toBe(130)
    return ended
  }
  return {
    ready,
    url: ready.apis[0]?.url ?? '',
    command,
    end,
    async [Symbol.asyncDispose]() {
      if (command.child.exitCode === null) await end()
    },
  }
}
