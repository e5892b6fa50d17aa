import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '../../core/duration.ts'
import { usageError } from '../../core/error.ts'
import type { FileAction, FilesStep } from '../model/files.ts'
import { readWhole, writeWhole } from './file-content.ts'
import { type FoundFile, fileFailure, findFiles, pathOf, refuseOutside } from './paths.ts'
import { renderText } from './rendered-text.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { decodeText, encodeText } from './text-encoding.ts'

const pause: Milliseconds = 50

/** Looks at, reads, writes, deletes or waits for files. */
export async function handleFiles(step: FilesStep, context: StepContext): Promise<Attempt> {
  const path = pathOf(step.path, context)
  const { action } = step
  if (action.kind === 'write') return write(path, action, step, context)
  if (action.kind === 'wait') return wait(path, step, context)
  const found = await findFiles(path, step.path.place)
  if (action.kind === 'read') return read(found, action, step)
  if (action.kind === 'delete') return remove(found, step, context)
  const answer = { found: found.length, files: described(found) }
  return found.length > 0 || step.judged ? { answer } : { answer, failure: none(step) }
}

function described(found: readonly FoundFile[]): { name: string; bytes: number }[] {
  return found.map(({ name, bytes }) => ({ name, bytes }))
}

function none({ path }: FilesStep): NonNullable<Attempt['failure']> {
  return { message: 'there is no file of this name', place: path.place }
}

async function read(
  found: FoundFile[],
  { as, encoding }: Extract<FileAction, { kind: 'read' }>,
  step: FilesStep,
): Promise<Attempt> {
  const [file] = found
  if (file === undefined) return { answer: null, failure: none(step) }
  if (found.length > 1) {
    const message = `expected one file of this name, found ${found.length}`
    return { answer: null, failure: { message, place: step.path.place } }
  }
  const bytes = await readWhole(file, step.place)
  const about = { name: file.name, bytes: bytes.length }
  if (as === 'bytes') return { answer: { ...about, base64: Buffer.from(bytes).toString('base64') } }
  return { answer: { ...about, ...(await decodeText(bytes, encoding)) } }
}

async function write(
  path: string,
  { text, base64, encoding }: Extract<FileAction, { kind: 'write' }>,
  { place }: FilesStep,
  context: StepContext,
): Promise<Attempt> {
  await refuseOutside(path, context, place)
  const { scope } = context
  const bytes =
    base64 === undefined
      ? await encodeText(text === undefined ? '' : renderText(text, scope, 'the text'), encoding)
      : bytesOf(renderText(base64, scope, '"base64"'), base64.place)
  await writeWhole(path, bytes, place)
  return { answer: { name: path.split('/').at(-1) ?? '', bytes: bytes.length } }
}

function bytesOf(base64: string, place: FilesStep['place']): Uint8Array {
  if (/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64)) return Buffer.from(base64, 'base64')
  throw usageError({ code: 'scenario.base64', message: '"base64" is not written in base 64', place })
}

async function remove(found: readonly FoundFile[], step: FilesStep, context: StepContext): Promise<Attempt> {
  for (const { path, name } of found) {
    await refuseOutside(path, context, step.place)
    await rm(path).catch((thrown: unknown) => {
      throw fileFailure(`cannot delete ${name}`, thrown, step.place)
    })
  }
  const answer = { deleted: found.map(({ name }) => name) }
  return found.length > 0 || step.judged ? { answer } : { answer, failure: none(step) }
}

/** Until there is a file of which two looks in a row see the same size. Ends with the step's time. */
async function wait(path: string, step: FilesStep, { signal }: StepContext): Promise<Attempt> {
  let before = ''
  for (;;) {
    const files = described(await findFiles(path, step.path.place))
    const now = JSON.stringify(files)
    if (files.length > 0 && now === before) return { answer: { files } }
    before = now
    await sleep(pause, undefined, { signal })
  }
}
