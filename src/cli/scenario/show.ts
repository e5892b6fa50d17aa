import type { Command } from 'commander'
import type { ScenarioDetails } from '../../app/requests.ts'
import { exitCodes } from '../../core/error.ts'
import { type CommandContext, json } from '../command-context.ts'
import { configurationOf } from '../configuration.ts'
import { jsonFlag } from '../options.ts'
import { table } from '../table.ts'

export function addScenarioShow(parent: Command, context: CommandContext): void {
  const { io } = context
  parent
    .command('show')
    .description('say what a scenario does and which variables it takes')
    .argument('<name>', 'name of a scenario, or path of a file')
    .addOption(jsonFlag(io))
    .addHelpText('after', '\nExample:\n  $ scenario show checkout-reservation')
    .action(
      context.action(async (name: string, options: { json?: boolean }) => {
        const { showScenario } = await import('../../app/show-scenario.ts')
        const details = await showScenario(configurationOf(io, {}), name)
        io.out.write(options.json ? json(details) : formatDetails(details))
        return exitCodes.passed
      }),
    )
}

function formatDetails(details: ScenarioDetails): string {
  const head = [`${details.name}  ${details.title}`, details.file]
  if (details.description !== undefined) head.push('', details.description.trim())
  const vars = details.vars.map(({ name, type, default: value, description = '' }) => [
    name,
    value === undefined ? `${type}, needed` : `${type}, ${value}`,
    description,
  ])
  const steps = details.steps.map(({ name, verb, place }) => [verb, name, `line ${place.line}`])
  const sections: [string, string[][]][] = [
    ['Variables', vars],
    ['Steps', steps],
    ['Invariants', details.invariants.map((name) => [name])],
    ['Catches', details.catches.map((name) => [name])],
  ]
  const body = sections
    .filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => `\n${title}\n${table(rows.map((row) => ['', ...row]))}`)
  return `${head.join('\n')}\n${body.join('')}`
}
