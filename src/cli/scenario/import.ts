import type { Command } from 'commander'
import { exitCodes } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { jsonFlag, valueFlag } from '../options.ts'

export function addScenarioImport(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('import')
    .description('write a starter scenario for an OpenAPI document: one step for each operation')
    .argument('<file>', 'an OpenAPI 3.0 or 3.1 document, in YAML or JSON')
    .addOption(valueFlag(io, '--system <name>', "the landscape's name for the system; else its first server is asked"))
    .addOption(valueFlag(io, '--out <file>', 'the scenario file to write; stdout when nothing is said'))
    .addOption(jsonFlag(io))
    .addHelpText(
      'after',
      '\nExample:\n  $ scenario import orders.openapi.yaml --system orders --out scenarios/orders.yaml',
    )
    .action(
      context.action(
        async (file: string, { json: asJson, ...options }: { json?: boolean; system?: string; out?: string }) => {
          const { importOpenApi } = await import('../../app/import-openapi.ts')
          const text = await importOpenApi(configurationOf(io, {}), { file, ...options })
          const said = options.out === undefined ? text : `${options.out} written\n`
          io.out.write(asJson ? json({ ...options, text }) : said)
          return exitCodes.passed
        },
      ),
    )
}
