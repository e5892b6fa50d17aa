import { resolve } from 'node:path'
import { usageError } from '../../core/error.ts'
import type { MockedApi } from '../../mock/mocked-api.ts'
import type { ExchangeMasking } from '../../mock/recording/mask-exchange.ts'
import { readRecording } from '../../mock/recording/read-recording.ts'
import type { RecordingHead } from '../../mock/recording/recorded-exchange.ts'
import { replayOf } from '../../mock/recording/replay.ts'
import { looseMasking } from '../../transform/loose/loose-masking.ts'
import { keyFrom } from '../keys/key-from.ts'
import { type MockGround, serveMock } from './mock-ground.ts'
import type { ReplayRequest } from './requests.ts'

/** Serves a recording. Throws usage errors for one that cannot be read, and for a key that is not its own. */
export async function mockReplay(
  workingDirectory: string,
  { from, key }: ReplayRequest,
  ground: MockGround,
): Promise<MockedApi[]> {
  const { head, exchanges } = await readRecording(resolve(workingDirectory, from))
  const replay = replayOf(exchanges, await maskingOf(head, key, ground))
  const url = await serveMock('replay', 0, replay.answer, ground)
  return [
    {
      name: 'replay',
      kind: 'replay',
      title: from,
      url,
      credentials: {},
      contents: async () => {
        const { known, asked } = replay.counts()
        return [
          { name: 'requests recorded', count: known },
          { name: 'of them asked', count: asked },
        ]
      },
    },
  ]
}

async function maskingOf(
  { key: recorded, keep, mask }: RecordingHead,
  key: ReplayRequest['key'],
  { ambient }: MockGround,
): Promise<ExchangeMasking | undefined> {
  if (key === undefined) return undefined
  const { keyed, fingerprint } = await keyFrom(key, ambient)
  if (fingerprint !== recorded)
    throw usageError({
      code: 'recording.other-key',
      message: 'the recording was made with another key',
      remedy: 'Give the key that it was made with, or none: then requests are known by what stands in the recording.',
    })
  return looseMasking(keyed.derive('recording'), { keep, mask })
}
