import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { messageOf, type Problem } from '../../core/error.ts'
import type { Treatment } from '../../core/treatment/treatment.ts'
import type { ColumnContext } from '../../transform/strategy.ts'

export interface LoadedFunctions {
  /** By `module#name`, as the policy writes it. */
  functions: ColumnContext['functions']
  problems: readonly Problem[]
}

type UserFunction = NonNullable<ReturnType<ColumnContext['functions']['get']>>

/** Loads the modules of users that treatments name; paths are relative to the policy. Their code runs. */
export async function loadFunctions(treatments: Iterable<Treatment>, policyFile: string): Promise<LoadedFunctions> {
  const functions = new Map<string, UserFunction>()
  const failed = new Map<string, Problem>()
  for (const { strategy, settings, place } of treatments) {
    if (strategy !== 'function' || typeof settings !== 'string') continue
    const module = settings.slice(0, settings.lastIndexOf('#'))
    if (module === '' || functions.has(settings) || failed.has(module)) continue
    const url = pathToFileURL(resolve(dirname(policyFile), module))
    try {
      for (const [name, exported] of Object.entries((await import(url.href)) as Record<string, unknown>))
        if (typeof exported === 'function') functions.set(`${module}#${name}`, exported as UserFunction)
    } catch (thrown) {
      const message = `cannot load the module ${module}: ${messageOf(thrown)}`
      failed.set(module, { code: 'policy.module', message, ...(place && { place }) })
    }
  }
  return { functions, problems: [...failed.values()] }
}
