import { readFile, stat } from 'node:fs/promises'
import { messageOf, type Problem, StandinError, usageError } from '../../core/error.ts'
import { readKey } from '../../core/keyed/key-text.ts'
import { type KeyedFunction, keyedFunction } from '../../core/keyed/keyed-function.ts'
import type { Ambient } from '../ambient.ts'

/** Where a key may come from. */
export interface KeySource {
  /** What the environment variable STANDIN_KEY holds. */
  variable?: string | undefined
  /** Absolute. */
  keyFile?: string | undefined
  /** Make one, and forget it afterwards. */
  ephemeral?: boolean | undefined
}

/** The key of a job. */
export interface JobKey {
  keyed: KeyedFunction
  /** The same for the same key, and tells nothing of it: for manifests, and to know the job again. */
  fingerprint: string
  ephemeral: boolean
}

/**
 * The key of a job; there is no default. Throws usage errors: `key.missing`, `key.several`, `key.unreadable`,
 * `key.exposed` (a file that everybody on the machine can read), `key.format` and `key.weak`.
 */
export async function keyFrom(source: KeySource, { randomBytes }: Pick<Ambient, 'randomBytes'>): Promise<JobKey> {
  const { variable, keyFile, ephemeral } = source
  const inVariable = variable === undefined || variable === '' ? undefined : variable
  if (keyFile !== undefined && ephemeral) throw usageError(several('--key-file', '--ephemeral-key'))
  if (ephemeral) return jobKey(randomBytes(32), true)
  if (keyFile !== undefined && inVariable !== undefined) throw usageError(several('--key-file', 'STANDIN_KEY'))
  if (keyFile !== undefined) return keyIn(await fileText(keyFile), `the key in ${keyFile}`)
  if (inVariable !== undefined) return keyIn(inVariable, 'the key in STANDIN_KEY')
  throw usageError({
    code: 'key.missing',
    message: 'there is no key, and none is made up: who knows the key can tell who is behind a persona',
    remedy:
      'Make one with `standin key new --out standin.key` and give it with --key-file or STANDIN_KEY, or use --ephemeral-key for a copy that is never to be repeated.',
  })
}

function keyIn(text: string, where: string): JobKey {
  const reading = readKey(text)
  if ('key' in reading) return jobKey(reading.key, false)
  const { problem } = reading
  throw usageError({ ...problem, message: problem.message.replace(/^the key\b/, where) })
}

function jobKey(key: Uint8Array, ephemeral: boolean): JobKey {
  const keyed = keyedFunction(key)
  const words = new Int32Array(4)
  keyed.derive('fingerprint').digest(new Uint8Array(0), 0, 0, words)
  return { keyed, fingerprint: Buffer.from(words.buffer).toString('hex'), ephemeral }
}

async function fileText(path: string): Promise<string> {
  try {
    const { mode } = await stat(path)
    if ((mode & 0o007) !== 0) throw usageError(exposed(path))
    return await readFile(path, 'utf8')
  } catch (thrown) {
    if (thrown instanceof StandinError) throw thrown
    throw usageError({
      code: 'key.unreadable',
      message: `cannot read the key file ${path}: ${messageOf(thrown)}`,
      remedy: 'Make one with `standin key new --out FILE`.',
    })
  }
}

function exposed(path: string): Problem {
  return {
    code: 'key.exposed',
    message: `everybody on this machine can read or change the key file ${path}`,
    remedy: `Let nobody else see it: chmod 600 ${path}`,
  }
}

function several(one: string, other: string): Problem {
  return {
    code: 'key.several',
    message: `both ${one} and ${other} are given, and only one key can count`,
    remedy: 'Give one of them.',
  }
}
