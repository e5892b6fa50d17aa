import { resolve } from 'node:path'
import type { ServedRequest } from '../../app/mock/requests.ts'
import { usageError } from '../../core/error.ts'
import type { CliIo } from '../io.ts'

/** The flags that say what is served. */
export interface ServedFlags {
  stateless?: boolean
  record?: string
  to?: string
  keepField?: string[]
  maskField?: string[]
  replay?: string
  keyFile?: string
  ephemeralKey?: boolean
}

/** What is to be served. Throws the usage error `cli.mock` for flags that do not go together. */
export function servedBy(names: readonly string[], flags: ServedFlags, { cwd, env }: CliIo): ServedRequest {
  const { record, to, replay, ephemeralKey, stateless } = flags
  const keyFile = flags.keyFile === undefined ? undefined : resolve(cwd, flags.keyFile)
  const key = { variable: env.STANDIN_KEY, keyFile, ephemeral: ephemeralKey }
  const several = [names.length > 0, record !== undefined, replay !== undefined].filter(Boolean).length > 1
  if (several) throw refused('expected names, --record or --replay, and not several of them')
  if (record !== undefined) {
    if (to === undefined) throw refused('--record: expected a directory for the recording, with --to')
    return { kind: 'record', url: record, to, key, keep: flags.keepField ?? [], mask: flags.maskField ?? [] }
  }
  if (to !== undefined) throw refused('--to is for a recording: expected --record with the URL of a system')
  if (flags.keepField !== undefined || flags.maskField !== undefined)
    throw refused('--keep-field and --mask-field are for --record')
  if (replay !== undefined) {
    const hasKey = keyFile !== undefined || (env.STANDIN_KEY ?? '') !== ''
    return { kind: 'replay', from: replay, ...(hasKey && { key }) }
  }
  return { kind: 'apis', targets: names, stateless: stateless === true }
}

function refused(message: string): Error {
  return usageError({ code: 'cli.mock', message, remedy: '`standin mock --help` has examples.' })
}
