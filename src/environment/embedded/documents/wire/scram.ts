import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { ServerError } from '../server-error.ts'

/** What the server keeps of the one user's password: RFC 5802, with SHA-256 as in RFC 7677. */
export interface Credentials {
  user: string
  salt: Buffer
  iterations: number
  storedKey: Buffer
  serverKey: Buffer
}

/** One conversation, step by step: each takes the client's text and gives the server's. */
export interface ScramConversation {
  /** Answers with the nonce and the salt. */
  first(clientFirst: string): string
  /** Checks the proof. Throws `AuthenticationFailed`. */
  final(clientFinal: string): string
}

const iterations = 4096

export function credentialsFor(user: string, password: string): Credentials {
  const salt = randomBytes(28)
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest()
  return { user, salt, iterations, storedKey, serverKey: hmac(salted, 'Server Key') }
}

export function scramConversation(credentials: Credentials): ScramConversation {
  let transcript = ''
  let nonce = ''
  let userKnown = false
  return {
    first(clientFirst) {
      const [, bare = ''] = /^n,,(.*)$/s.exec(clientFirst) ?? []
      const fields = parse(bare)
      const name = fields.get('n')?.replaceAll('=2C', ',').replaceAll('=3D', '=')
      const clientNonce = fields.get('r')
      if (name === undefined || clientNonce === undefined || clientNonce === '') throw failed()
      userKnown = name === credentials.user
      nonce = clientNonce + randomBytes(24).toString('base64')
      const answer = `r=${nonce},s=${credentials.salt.toString('base64')},i=${credentials.iterations}`
      transcript = `${bare},${answer}`
      return answer
    },
    final(clientFinal) {
      const withoutProof = clientFinal.replace(/,p=[^,]*$/, '')
      const fields = parse(clientFinal)
      const proof = Buffer.from(fields.get('p') ?? '', 'base64')
      const message = `${transcript},${withoutProof}`
      const signature = hmac(credentials.storedKey, message)
      if (nonce === '' || fields.get('r') !== nonce || proof.length !== signature.length) throw failed()
      const clientKey = Buffer.from(proof.map((byte, index) => byte ^ (signature[index] ?? 0)))
      const matches = timingSafeEqual(createHash('sha256').update(clientKey).digest(), credentials.storedKey)
      if (!matches || !userKnown) throw failed()
      return `v=${hmac(credentials.serverKey, message).toString('base64')}`
    },
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function parse(text: string): Map<string, string> {
  return new Map(text.split(',').map((field) => [field.slice(0, 1), field.slice(2)]))
}

function failed(): ServerError {
  return new ServerError('AuthenticationFailed', 'authentication failed')
}
