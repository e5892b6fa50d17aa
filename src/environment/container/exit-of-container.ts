import { setTimeout as pause } from 'node:timers/promises'
import type { ContainerEngine } from './engine.ts'

const pollInterval = 200

/** Resolves with the exit code of a container that ends while it starts; never when it is not watched any more. */
export async function exitDuringStart({ client }: ContainerEngine, id: string, watched: AbortSignal): Promise<number> {
  while (!watched.aborted) {
    const found = await client.container
      .getById(id)
      .inspect()
      .catch(() => undefined)
    if (found !== undefined && hasEnded(found)) return found.State.ExitCode
    await pause(pollInterval, undefined, { signal: watched }).catch(() => undefined)
  }
  return new Promise(() => undefined)
}

export function hasEnded({ State: { Status } }: { State: { Status: string } }): boolean {
  return Status === 'exited' || Status === 'dead'
}

/** Calls when a container ends by itself. Not to be called any more once the signal is aborted. */
export function onceEnded(
  { client }: ContainerEngine,
  id: string,
  watched: AbortSignal,
  tell: (exitCode: number) => void,
): void {
  const waiting = client.container.getById(id).wait({ condition: 'not-running', abortSignal: watched })
  waiting.then(
    ({ StatusCode }: { StatusCode: number }) => {
      if (!watched.aborted) tell(StatusCode)
    },
    () => undefined,
  )
}
