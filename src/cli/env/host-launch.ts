import { fileURLToPath } from 'node:url'
import type { Launch } from '../../app/environment-up.ts'
import type { Configuration } from '../../app/requests.ts'
import type { CliIo } from '../io.ts'

/** How this program starts itself as the host of an environment. */
export function hostLaunch(
  io: CliIo,
  { landscapeFile, host, registry, iKnow, connector }: Configuration,
  { name, snapshot }: { name: string; snapshot?: string },
): Launch {
  const script = fileURLToPath(new URL('../../../bin/standin.js', import.meta.url))
  const args = [
    ...[script, 'env', 'up', '--foreground', '--name', name],
    ...(landscapeFile === undefined ? [] : ['--landscape', landscapeFile]),
    ...(iKnow === true ? ['--i-know'] : []),
    ...(connector === undefined ? [] : ['--connector', connector]),
    ...(host === undefined ? [] : ['--host', host]),
    ...(registry === undefined ? [] : ['--registry', registry]),
    ...(snapshot === undefined ? [] : ['--snapshot', snapshot]),
  ]
  return { command: io.execPath, args, env: io.env }
}
