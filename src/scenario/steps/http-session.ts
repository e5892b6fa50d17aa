import { readFile } from 'node:fs/promises'
import { Agent as PlainAgent } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { Instant } from '../../core/clock.ts'
import { codeOf, usageError } from '../../core/error.ts'
import type { Place } from '../../core/place.ts'

export interface AccessToken {
  value: string
  /** By wall time. */
  expires: Instant
}

/** What the HTTP steps of one run share: tokens, and connections that have certificates of their own. */
export interface HttpSession extends AsyncDisposable {
  /** Tokens by what they were asked for with. */
  readonly tokens: Map<string, Promise<AccessToken>>
  /** The run's connections, kept between requests. */
  readonly agents: HttpAgents
  /** Connections with these certificates. Throws `tls.unreadable` and `tls.invalid`. */
  agentsWith(files: TlsFiles, place: Place): Promise<HttpAgents>
}

export interface HttpAgents {
  plain: PlainAgent
  secure: SecureAgent
}

/** Absolute paths of PEM files. */
export interface TlsFiles {
  cert?: string
  key?: string
  ca?: string
}

export function openHttpSession(): HttpSession {
  const agents = { plain: new PlainAgent({ keepAlive: true }), secure: new SecureAgent({ keepAlive: true }) }
  const certified = new Map<string, Promise<SecureAgent>>()
  return {
    tokens: new Map(),
    agents,
    async agentsWith(files, place) {
      const key = JSON.stringify([files.cert, files.key, files.ca])
      const known = certified.get(key) ?? openAgent(files, place)
      certified.set(key, known)
      return { ...agents, secure: await known }
    },
    async [Symbol.asyncDispose]() {
      agents.plain.destroy()
      agents.secure.destroy()
      for (const opened of await Promise.allSettled(certified.values()))
        if (opened.status === 'fulfilled') opened.value.destroy()
    },
  }
}

async function openAgent({ cert, key, ca }: TlsFiles, place: Place): Promise<SecureAgent> {
  const connect = {
    ...(cert !== undefined && { cert: await readPem(cert, place) }),
    ...(key !== undefined && { key: await readPem(key, place) }),
    ...(ca !== undefined && { ca: await readPem(ca, place) }),
  }
  try {
    createSecureContext(connect)
  } catch {
    throw usageError({
      code: 'tls.invalid',
      message: 'the files of "tls" are no PEM certificates, or the key is not that of the certificate',
      place,
    })
  }
  return new SecureAgent({ ...connect, keepAlive: true })
}

async function readPem(path: string, place: Place): Promise<string> {
  return readFile(path, 'utf8').catch((thrown: unknown) => {
    throw usageError({ code: 'tls.unreadable', message: `cannot read ${path} (${String(codeOf(thrown))})`, place })
  })
}
