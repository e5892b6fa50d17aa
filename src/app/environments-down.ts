import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { environmentError } from '../core/error.ts'
import { askForDown, askHost } from '../environment/control.ts'
import type { EnvironmentRequestMessage } from './environment-answers.ts'
import { hostedEnvironments } from './environment-status.ts'
import type { Configuration } from './requests.ts'

const patience = 60_000
const pollInterval = 20

/** Takes environments down and waits until nothing of them is left. Gives their names; none when nothing was up. */
export async function environmentsDown(
  { temporaryDirectory }: Configuration,
  { name, all }: { name?: string; all: boolean },
): Promise<readonly string[]> {
  const environments = (await hostedEnvironments(temporaryDirectory)).filter(
    (environment) => all || environment.name === name,
  )
  await Promise.all(
    environments.map(async ({ directory, name: own, status }) => {
      if (status?.branchOf !== undefined) {
        // Those of an environment that ends end with it.
        if (!all) await askHost(directory, { do: 'prune', name: own } satisfies EnvironmentRequestMessage)
        return
      }
      await askForDown(directory)
      await waitUntilGone(directory, own)
    }),
  )
  return environments.map((environment) => environment.name)
}

async function waitUntilGone(directory: string, name: string): Promise<void> {
  for (let waited = 0; existsSync(directory); waited += pollInterval) {
    if (waited >= patience) {
      throw environmentError({
        code: 'environment.not-down',
        message: `the environment "${name}" did not end within ${patience / 1000} s`,
        remedy: 'end its process, which `standin env status` names; the next run cleans up after it',
      })
    }
    await pause(pollInterval)
  }
}
