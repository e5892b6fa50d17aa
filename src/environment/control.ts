import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { codeOf } from '../core/error.ts'
import type { Json } from '../core/json.ts'

/*
 * Whoever hosts an environment listens on a socket in its run directory. A socket that answers is a host that lives,
 * however the process numbers went; through it another process reads the status and asks for the end.
 */

const socketName = 'control.sock'

/** The kernel's bound for the path of a socket, on Linux and macOS alike. */
export const longestDirectory = 103 - socketName.length - 1

export interface ControlOptions {
  status(): Promise<Json>
  /** Somebody asked for the end. */
  down(): void
}

/** Answers on the run directory's socket until closed. Only this user can connect. */
export async function serveControl(runDirectory: string, { status, down }: ControlOptions): Promise<AsyncDisposable> {
  const server = createServer(async (incoming, response) => {
    incoming.resume()
    if (incoming.method === 'POST') down()
    const body = await status().catch(() => null)
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

/**
 * Whether nobody listens on the socket any more. A host that is too busy to answer is still connected to by the kernel,
 * and counts as living. A directory without a socket is no run's, or one that is only just beginning.
 */
export async function isAbandoned(runDirectory: string): Promise<boolean> {
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

/** The host's status, or `undefined` when nobody answers there. */
export function readStatus(runDirectory: string): Promise<Json | undefined> {
  return ask(runDirectory, 'GET')
}

/** Asks the host to end; resolves when it has heard it. */
export async function askForDown(runDirectory: string): Promise<void> {
  await ask(runDirectory, 'POST')
}

async function ask(runDirectory: string, method: 'GET' | 'POST'): Promise<Json | undefined> {
  try {
    const outgoing = request({ socketPath: join(runDirectory, socketName), method, path: '/', timeout: 5_000 })
    outgoing.once('timeout', () => outgoing.destroy())
    outgoing.end()
    const [response] = await once(outgoing, 'response')
    return JSON.parse(await text(response)) as Json
  } catch {
    return undefined
  }
}
