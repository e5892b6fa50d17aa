import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf, environmentError, exitCodes, type FailureKind, messageOf, StandinError } from '../core/error.ts'
import { isJsonObject, type Json } from '../core/json.ts'

/*
 * Whoever hosts an environment listens on a socket in its run directory. A socket that answers is a host that lives,
 * however the process numbers went; through it another process reads the status and asks for the end.
 */

export const socketName = 'control.sock'

/** The kernel's bound for the path of a socket, on Linux and macOS alike. */
export const longestDirectory = 103 - socketName.length - 1

export interface ControlOptions {
  status(): Promise<Json>
  /** Somebody asked for the end. */
  down(): void
  /** Somebody asked for something else, and waits for the answer. */
  answer?(request: Json): Promise<Json>
}

/** Answers on the run directory's socket until closed. Only this user can connect. */
export async function serveControl(
  runDirectory: string,
  { status, down, answer }: ControlOptions,
): Promise<AsyncDisposable> {
  const server = createServer(async (incoming, response) => {
    const asked = incoming.method === 'POST' ? await text(incoming).catch(() => '') : undefined
    if (asked === '') down()
    const body = asked ? await answered(asked, answer) : await status().catch(() => null)
    response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body))
  })
  server.listen(join(runDirectory, socketName))
  await once(server, 'listening')
  return {
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function answered(asked: string, answer: ControlOptions['answer']): Promise<Json> {
  try {
    if (answer === undefined) throw new TypeError('nobody is asked here')
    return { answer: await answer(JSON.parse(asked) as Json) }
  } catch (thrown) {
    if (!(thrown instanceof StandinError)) return { failed: messageOf(thrown) }
    return { refused: thrown.kind, problems: JSON.parse(JSON.stringify(thrown.problems)) as Json }
  }
}

/**
 * Asks the host for something, however long it takes. Throws what it refuses with, as if it had happened here, and
 * `environment.lost` when it ends before it has answered.
 */
export async function askHost(runDirectory: string, request: Json): Promise<Json> {
  const said = await ask(runDirectory, 'POST', { body: JSON.stringify(request) })
  if (isJsonObject(said) && 'answer' in said) return said.answer as Json
  if (isJsonObject(said) && typeof said.refused === 'string' && said.refused in exitCodes)
    throw new StandinError(said.refused as FailureKind, said.problems as never)
  if (isJsonObject(said) && 'failed' in said) throw new Error(`the environment's host failed: ${said.failed}`)
  throw environmentError({
    code: 'environment.lost',
    message: 'the host of the environment ended before it had answered',
    remedy: 'look at `standin env status`, and start the environment again',
  })
}

/** How long a host may take from binding its socket to listening on it, in milliseconds. */
const patienceForListening = 50

/**
 * Whether nobody listens on the socket any more. A host that is too busy to answer is still connected to by the kernel,
 * and counts as living. A directory without a socket is no run's, or one that is only just beginning.
 */
export async function isAbandoned(runDirectory: string): Promise<boolean> {
  if (!(await isRefused(runDirectory))) return false
  await pause(patienceForListening)
  return isRefused(runDirectory)
}

async function isRefused(runDirectory: string): Promise<boolean> {
  const connection = connect(join(runDirectory, socketName))
  try {
    await once(connection, 'connect')
    return false
  } catch (thrown) {
    return codeOf(thrown) === 'ECONNREFUSED'
  } finally {
    connection.destroy()
  }
}

/** For a host that is busy, in milliseconds; where there is none, the answer comes at once. */
const patience = 30_000

/** The host's status, or `undefined` when nobody answers there. */
export function readStatus(runDirectory: string): Promise<Json | undefined> {
  return ask(runDirectory, 'GET', { timeout: patience })
}

/** Asks the host to end; resolves when it has heard it. */
export async function askForDown(runDirectory: string): Promise<void> {
  await ask(runDirectory, 'POST', { timeout: patience })
}

async function ask(
  runDirectory: string,
  method: 'GET' | 'POST',
  { body, timeout }: { body?: string; timeout?: number },
): Promise<Json | undefined> {
  try {
    // The shared agent would give up after five seconds, whatever is said here.
    const socketPath = join(runDirectory, socketName)
    const outgoing = request({ socketPath, method, path: '/', agent: false, timeout })
    outgoing.once('timeout', () => outgoing.destroy())
    outgoing.end(body)
    const [response] = await once(outgoing, 'response')
    return JSON.parse(await text(response)) as Json
  } catch {
    return undefined
  }
}
