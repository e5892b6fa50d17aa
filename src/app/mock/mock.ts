import { openAll } from '../../core/disposal.ts'
import { refuseWhenAborted } from '../../core/error.ts'
import { parseDelay } from '../../mock/disturbance/parse-delay.ts'
import { parseFault } from '../../mock/disturbance/parse-fault.ts'
import type { Disturbance } from '../../mock/disturbance/raise-faults.ts'
import type { MockedApi } from '../../mock/mocked-api.ts'
import { serveLivePage } from '../../mock/page/live-page.ts'
import { openTraffic } from '../../mock/traffic/traffic.ts'
import type { Ambient } from '../ambient.ts'
import type { Configuration } from '../requests.ts'
import type { MockGround } from './mock-ground.ts'
import type { MockListener, MockRequest } from './requests.ts'

/** Serves what is asked for until the signal aborts, and leaves nothing behind. Throws before anything is served when it cannot be. */
export async function serveMocks(
  configuration: Configuration,
  request: MockRequest,
  ambient: Ambient,
  listener: MockListener,
  signal: AbortSignal,
): Promise<void> {
  const disturbance = disturbanceOf(request)
  const traffic = openTraffic()
  const opened = await openAll(async (opened) => {
    const ground: MockGround = {
      opened,
      traffic,
      disturbance,
      ambient,
      note: listener.onNote,
      portOf: (index) => portOf(request.port, index),
      signal,
    }
    const apis = await openApis(configuration, request, ground)
    refuseWhenAborted(signal)
    const page = opened.use(await serveLivePage({ apis, traffic, wallClock: ambient.wallClock }))
    opened.defer(traffic.onExchange(listener.onExchange))
    listener.onReady({ page: page.url, apis: apis.map(({ contents: _contents, ...api }) => api) })
    return opened
  })
  await ended(signal)
  await opened.dispose()
}

async function openApis(
  configuration: Configuration,
  { served }: MockRequest,
  ground: MockGround,
): Promise<readonly MockedApi[]> {
  const { workingDirectory } = configuration
  if (served.kind === 'record')
    return (await import('./mock-recording.ts')).mockRecording(workingDirectory, served, ground)
  if (served.kind === 'replay') return (await import('./mock-replay.ts')).mockReplay(workingDirectory, served, ground)
  const { sortTargets } = await import('./sort-targets.ts')
  const { mirrors, documents } = sortTargets(served.targets)
  const { readOpenApi } = await import('./read-openapi.ts')
  const read = await Promise.all(documents.map((file) => readOpenApi(workingDirectory, file)))
  const hosted =
    mirrors.length === 0 ? [] : await (await import('./mock-mirrors.ts')).mockMirrors(configuration, mirrors, ground)
  if (read.length === 0) return hosted
  const { mockDocuments } = await import('./mock-documents.ts')
  return [...hosted, ...(await mockDocuments(read, mirrors.length, served.stateless, ground))]
}

function disturbanceOf({ latency, faults, seed }: MockRequest): Disturbance {
  return {
    ...(latency !== undefined && { latency: parseDelay(latency, '--latency') }),
    faults: faults.map((text) => parseFault(text)),
    seed,
  }
}

function portOf(first: number | undefined, index: number): number | undefined {
  return first === undefined ? undefined : first + index
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
