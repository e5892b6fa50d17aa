import { mkdir, readdir, rmdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { codeOf, usageError } from '../../core/error.ts'
import { fileError } from '../../core/file-error.ts'
import type { MockedApi } from '../../mock/mocked-api.ts'
import { openRecorder } from '../../mock/recording/recorder.ts'
import { writeRecording } from '../../mock/recording/write-recording.ts'
import { looseMasking } from '../../transform/loose/loose-masking.ts'
import { keyFrom } from '../keys/key-from.ts'
import { type MockGround, serveMock } from './mock-ground.ts'
import type { RecordRequest } from './requests.ts'

/**
 * Serves a real system by asking it, and writes what was asked, masked, when the serving ends. Nothing is written before.
 * Throws usage errors for a target that is no URL, a directory that is not empty, and a key that is missing.
 */
export async function mockRecording(
  workingDirectory: string,
  { url, to, key, keep, mask }: RecordRequest,
  ground: MockGround,
): Promise<MockedApi[]> {
  const target = targetOf(url)
  const { keyed, fingerprint, ephemeral } = await keyFrom(key, ground.ambient)
  const masking = await looseMasking(keyed.derive('recording'), { keep, mask })
  const directory = resolve(workingDirectory, to)
  await makeEmptyDirectory(directory, to)
  const recorder = openRecorder(target)
  ground.opened.defer(async () => {
    const exchanges = recorder.exchanges()
    if (exchanges.length === 0) {
      await rmdir(directory).catch(() => undefined)
      ground.note(`nothing was asked, so that there is nothing in ${to}`)
      return
    }
    const head = { ...(!ephemeral && { key: fingerprint }), keep, mask }
    await writeRecording(directory, exchanges, masking, head).catch((thrown: unknown) => {
      throw fileError(thrown, directory, '--to')
    })
    const leftOut = recorder.leftOut() === 0 ? '' : `; ${recorder.leftOut()} more were not kept, for want of room`
    ground.note(`recorded ${exchanges.length} exchanges, masked, in ${to}${leftOut}`)
  })
  const served = await serveMock('recording', 0, recorder.answer, ground)
  return [
    {
      name: 'recording',
      kind: 'recording',
      title: target.origin,
      url: served,
      credentials: {},
      contents: async () => [{ name: 'exchanges', count: recorder.exchanges().length }],
    },
  ]
}

function targetOf(url: string): URL {
  const target = URL.parse(url)
  if (target !== null && /^https?:$/.test(target.protocol) && target.username === '' && target.search === '')
    return target
  throw usageError({
    code: 'recording.target',
    message: '--record: expected the URL of an API, without a user and a query, such as http://localhost:9000',
  })
}

async function makeEmptyDirectory(path: string, shown: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
    if ((await readdir(path)).length === 0) return
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw fileError(thrown, path, '--to')
  }
  throw usageError({
    code: 'recording.not-empty',
    message: `${shown} is no empty directory, and a recording is not written over anything`,
    remedy: 'Give another directory with --to, or remove this one.',
  })
}
