import { setTimeout as pause } from 'node:timers/promises'
import type { Concealment } from '../../core/concealment.ts'
import type { Disposal } from '../../core/disposal.ts'
import { environmentError, refuseWhenAborted } from '../../core/error.ts'
import type { RunningLandscape } from '../../core/landscape.ts'
import { reservePort } from '../../environment/free-port.ts'
import { startProgram } from '../../environment/program/program.ts'
import type { LandscapeFile } from '../../landscape/format.ts'
import type { OwnConnector } from '../../landscape/own-connector.ts'
import type { Ambient } from '../ambient.ts'
import type { Configuration } from '../requests.ts'
import type { ConnectorChoice } from './connector-choice.ts'
import { systemVariables } from './system-variables.ts'

export interface ChosenConnector {
  connector: OwnConnector
  /** Makes the port of its program free for it. */
  releasePort(): Promise<void>
}

/** Where the shop reaches the connector; nothing for the reference connector. A port of our choice is kept free for it. */
export async function ownConnector(
  choice: ConnectorChoice,
  file: LandscapeFile,
  opened: Disposal,
): Promise<ChosenConnector | undefined> {
  if (choice.kind === 'reference') return undefined
  const nothing = async (): Promise<void> => undefined
  if (choice.kind === 'none') return { connector: {}, releasePort: nothing }
  if (choice.kind === 'url') return { connector: { url: choice.url }, releasePort: nothing }
  const api = file.systems.connector?.api
  if (api !== undefined && 'port' in api && api.port !== undefined)
    return { connector: { url: baseUrl(api.port) }, releasePort: nothing }
  const { port, release } = await reservePort()
  opened.defer(release)
  return { connector: { url: baseUrl(port) }, releasePort: release }
}

function baseUrl(port: number): string {
  return `http://127.0.0.1:${port}`
}

export interface Attachment {
  choice: ConnectorChoice
  releasePort(): Promise<void>
  landscape: RunningLandscape
  directory: string
  concealed: Concealment
  /** Whether a connector that was started elsewhere has to be there now. */
  isAwaited: boolean
  signal: AbortSignal
}

const patience = 30_000
const patienceElsewhere = 10_000
const step = 25
const longestTail = 20

/**
 * Starts the user's program, where there is one, and waits until the connector is ready: `GET /health` is answered, and
 * not with 5xx. Throws `connector.ended` and `connector.not-ready`. Ending it ends the program.
 */
export async function attachConnector(
  { choice, releasePort, landscape, directory, concealed, isAwaited, signal }: Attachment,
  { workingDirectory, variables }: Configuration,
  { tell }: Ambient,
): Promise<AsyncDisposable & { ended(): string | undefined }> {
  const url = landscape.systems.get('connector')?.url ?? ''
  const nothing = { ended: () => undefined, [Symbol.asyncDispose]: async () => undefined }
  if (choice.kind === 'url' && isAwaited) await untilReady(url, patienceElsewhere, () => undefined, signal)
  if (choice.kind !== 'program') return nothing
  const tail: string[] = []
  await releasePort()
  const program = await startProgram({
    command: choice.command,
    cwd: workingDirectory,
    env: { ...variables, ...systemVariables(landscape.systems.values()), STANDIN_CONNECTOR_PORT: new URL(url).port },
    runDirectory: directory,
    onLine(line) {
      const shown = concealed.text(line)
      tail.push(shown)
      if (tail.length > longestTail) tail.shift()
      tell?.(`connector | ${shown}\n`)
    },
  })
  try {
    const said = (): string => (tail.length === 0 ? '' : `; it said:\n${tail.join('\n')}`)
    await untilReady(url, patience, () => endedEarly(program.ended(), said()), signal)
    return program
  } catch (thrown) {
    await program[Symbol.asyncDispose]()
    throw thrown
  }
}

function endedEarly(ended: string | undefined, said: string): void {
  if (ended === undefined) return
  throw environmentError({
    code: 'connector.ended',
    message: `the connector ended with ${ended} before it was ready${said}`,
    remedy: 'Start it by hand to see why; its URLs and credentials are in the environment variables STANDIN_*.',
  })
}

async function untilReady(url: string, longest: number, check: () => void, signal: AbortSignal): Promise<void> {
  const started = performance.now()
  while (!(await isReady(url, signal))) {
    refuseWhenAborted(signal)
    check()
    if (performance.now() - started > longest) {
      throw environmentError({
        code: 'connector.not-ready',
        message: `the connector at ${url} was not ready within ${longest / 1_000} seconds`,
        remedy: 'It is ready when GET /health is answered, and not with 5xx.',
      })
    }
    await pause(step)
  }
}

async function isReady(url: string, signal: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(5_000)])
  try {
    const response = await fetch(`${url}/health`, { signal: limit })
    await response.body?.cancel()
    return response.status < 500
  } catch {
    return false
  }
}
