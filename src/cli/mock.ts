import type { Command } from 'commander'
import type { MockRequest } from '../app/mock/requests.ts'
import { exitCodes, usageError } from '../core/error.ts'
import type { CommandContext } from './command-context.ts'
import { configurationOf } from './configuration.ts'
import { type ServedFlags, servedBy } from './mock/served-by.ts'
import { tellMock } from './mock/tell-mock.ts'
import { landscapeFlag, listFlag, switchFlag, valueFlag } from './options.ts'

interface MockOptions extends ServedFlags {
  port?: string
  seed?: string
  latency?: string
  fault?: string[]
  landscape?: string
  json?: boolean
}

const help = `
Example:
  $ standin mock erp shop
  $ standin mock api.yaml --port 8080
  $ standin mock api.yaml --latency normal:80ms,20ms --fault status:503@5% --seed 7
  $ standin mock --record http://localhost:9000 --to recordings/orders --key-file standin.key
  $ standin mock --replay recordings/orders

It serves on the loopback address until Ctrl-C, and says at the start where everything is, the live page among it.`

export function addMock(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('mock')
    .description('serve mirrors, or what OpenAPI documents describe, until Ctrl-C')
    .argument(
      '[names...]',
      'names of mirrors (erp, shop, …) and paths of OpenAPI documents; all mirrors when none is named',
    )
    .addOption(
      valueFlag(io, '--port <port>', 'the port of the first API; the others get those that follow. Else free ones'),
    )
    .addOption(
      valueFlag(io, '--seed <seed>', 'made-up data, latencies and faults come from it; 1 when nothing is said'),
    )
    .addOption(switchFlag(io, '--stateless', 'answer every request to a document as if it were the first'))
    .addOption(valueFlag(io, '--latency <delay>', '50ms, uniform:20ms-200ms, normal:80ms,20ms or lognormal:80ms,0.5'))
    .addOption(listFlag(io, '--fault <fault>', 'KIND[:SETTING][@PERCENT%], such as status:503@5%'))
    .addOption(valueFlag(io, '--record <url>', 'serve this system by asking it, and record what it answers, masked'))
    .addOption(valueFlag(io, '--to <directory>', 'where the recording goes; it must be empty'))
    .addOption(
      listFlag(io, '--keep-field <name>', 'a property that is not masked by its name, such as the name of articles'),
    )
    .addOption(listFlag(io, '--mask-field <name>', 'a property that is masked whatever it is called'))
    .addOption(valueFlag(io, '--replay <directory>', 'serve a recording'))
    .addOption(
      valueFlag(
        io,
        '--key-file <file>',
        'the key that what stands in for masked values is derived from; else STANDIN_KEY',
      ),
    )
    .addOption(switchFlag(io, '--ephemeral-key', 'record with a key that is thrown away afterwards'))
    .addOption(landscapeFlag(io))
    .addOption(switchFlag(io, '--json', 'write what is served, and each request, as one line of JSON to stdout'))
    .addHelpText('after', help)
    .action(context.action((names: string[], options: MockOptions) => mock(names, options, context)))
}

async function mock(names: readonly string[], options: MockOptions, { io, signal }: CommandContext): Promise<number> {
  const request: MockRequest = {
    served: servedBy(names, options, io),
    ...(options.port !== undefined && { port: portOf(options.port) }),
    seed: options.seed ?? '1',
    ...(options.latency !== undefined && { latency: options.latency }),
    faults: options.fault ?? [],
  }
  const { serveMocks } = await import('../app/mock/mock.ts')
  await serveMocks(configurationOf(io, options), request, io.ambient, tellMock(io, options.json === true), signal)
  return exitCodes.passed
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port
  throw usageError({ code: 'cli.port', message: `--port ${text}: expected a number from 1 to 65535` })
}
