import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Configuration } from '../app/requests.ts'
import type { CliIo } from './io.ts'

export interface ConfigurationFlags {
  landscape?: string
  registry?: string
  host?: string
  allowExec?: boolean
  iKnow?: boolean
  connector?: string
}

/** Where things are, from the flags, the environment and the working directory, settled once for the whole command. */
export function configurationOf(io: CliIo, options: ConfigurationFlags): Configuration {
  const landscapeFile = landscapeFileOf(io, options.landscape)
  return Object.freeze({
    workingDirectory: io.cwd,
    cacheDirectory: io.cacheDirectory,
    temporaryDirectory: io.temporaryDirectory,
    variables: io.env,
    ...(options.host !== undefined && { host: options.host }),
    ...(options.registry !== undefined && { registry: options.registry }),
    ...(options.allowExec === true && { allowExec: true }),
    ...(options.iKnow === true && { iKnow: true }),
    ...(options.connector !== undefined && { connector: options.connector }),
    ...(landscapeFile === undefined ? {} : { landscapeFile }),
  })
}

function landscapeFileOf(io: CliIo, chosen: string | undefined): string | undefined {
  if (chosen !== undefined) return resolve(io.cwd, chosen)
  const usual = resolve(io.cwd, 'standin.yaml')
  return existsSync(usual) ? usual : undefined
}
