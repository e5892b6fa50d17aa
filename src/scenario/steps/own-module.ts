import { stat } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import type { OwnStepContext } from './own-step.ts'

/** What a module of a user exports as `run`. */
export type Run = (input: unknown, context: OwnStepContext) => unknown

/** Loads a module by its absolute path, anew when the file has changed. Throws what the module throws. */
export async function loadOwnModule(path: string): Promise<Run> {
  const url = pathToFileURL(path)
  url.searchParams.set('changed', String((await stat(path)).mtimeMs))
  const { run } = (await import(url.href)) as { run?: unknown }
  if (typeof run !== 'function') throw new TypeError('it does not export a function "run"')
  return run as Run
}
