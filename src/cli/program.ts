import { Command } from 'commander'
import { addClone } from './clone.ts'
import type { CommandContext } from './command-context.ts'
import { addEnvBranch } from './env/branch.ts'
import { addEnvClean } from './env/clean.ts'
import { addEnvDown } from './env/down.ts'
import { addEnvLoad } from './env/load.ts'
import { addEnvReset } from './env/reset.ts'
import { addEnvSave } from './env/save.ts'
import { addEnvStatus } from './env/status.ts'
import { addEnvUp } from './env/up.ts'
import { addKeyNew } from './key/new.ts'
import { addMock } from './mock.ts'
import { packageVersion } from './package-version.ts'
import { addScenarioImport } from './scenario/import.ts'
import { addScenarioLint } from './scenario/lint.ts'
import { addScenarioList } from './scenario/list.ts'
import { addScenarioProve } from './scenario/prove.ts'
import { addScenarioRun } from './scenario/run.ts'
import { addScenarioShow } from './scenario/show.ts'
import { addSeed } from './seed.ts'

/** The tree of commands. Nothing of a command's work is loaded before the command is the one that was typed. */
export function program(context: CommandContext): Command {
  const { out, err } = context.io
  const standin = new Command('standin')
    .description("Test environments that behave like production, without production's people in them.")
    .version(packageVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', footer)

  const scenario = standin
    .command('scenario')
    .description('run end-to-end scenarios; `scenario` is also a command of its own')
    .addHelpText('after', '\nExample:\n  $ scenario run checkout-reservation')
  addScenarioRun(scenario, context)
  addScenarioList(scenario, context)
  addScenarioImport(scenario, context)
  addScenarioLint(scenario, context)
  addScenarioShow(scenario, context)
  addScenarioProve(scenario, context)

  const env = standin
    .command('env')
    .description('host a landscape for other programs')
    .addHelpText('after', '\nExample:\n  $ standin env up && standin env status')
  addEnvUp(env, context)
  addEnvStatus(env, context)
  addEnvReset(env, context)
  addEnvSave(env, context)
  addEnvLoad(env, context)
  addEnvBranch(env, context)
  addEnvDown(env, context)
  addEnvClean(env, context)

  addMock(standin, context)
  addClone(standin, context)
  addSeed(standin, context)

  const key = standin
    .command('key')
    .description('make keys, from which everything that is made up is derived')
    .addHelpText('after', '\nExample:\n  $ standin key new --out standin.key')
  addKeyNew(key, context)
  return standin
}

const footer = `
Example:
  $ standin scenario run checkout-reservation

Exit codes:
  0 fine, 1 a finding, 2 usage or a file that is wrong, 3 the environment, 4 inconclusive,
  70 a bug in standin, 130 interrupted

Every flag is also an environment variable: --seed is STANDIN_SEED. NO_COLOR turns colours off, and
STANDIN_CACHE_DIR says where initialized databases are kept between runs.`
