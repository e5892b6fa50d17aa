import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Configuration } from '../app/requests.ts'
import type { CliIo } from './io.ts'

/** Where things are, from the flags, the environment and the working directory, settled once for the whole command. */
export function configurationOf(io: CliIo, options: { landscape?: string; allowExec?: boolean }): Configuration {
  const landscapeFile = landscapeFileOf(io, options.landscape)
  return Object.freeze({
    workingDirectory: io.cwd,
    cacheDirectory: io.cacheDirectory,
    temporaryDirectory: io.temporaryDirectory,
    variables: io.env,
    ...(options.allowExec === true && { allowExec: true }),
    ...(landscapeFile === undefined ? {} : { landscapeFile }),
  })
}

function landscapeFileOf(io: CliIo, chosen: string | undefined): string | undefined {
  if (chosen !== undefined) return resolve(io.cwd, chosen)
  const usual = resolve(io.cwd, 'standin.yaml')
  return existsSync(usual) ? usual : undefined
}
