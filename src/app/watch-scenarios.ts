import { type FSWatcher, watch } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { shippedScenarios } from './package-directory.ts'
import type { Configuration } from './requests.ts'

/** Looks at the files that a run was made of. */
export interface Watch extends Disposable {
  /** Resolves when one has changed since it was asked last, with its name; never rejects. Nothing when the signal aborts. */
  changed(signal: AbortSignal): Promise<string | undefined>
}

const meant = /\.(ya?ml|json|csv|mjs|js)$/
/** Editors write a file in several moves. */
const quiet = 150

/** Watches the directories of these scenarios (paths or names), of scenarios/ and of the landscape. */
export function watchScenarios(configuration: Configuration, scenarios: readonly string[]): Watch {
  const { workingDirectory, landscapeFile } = configuration
  const named = scenarios
    .filter((name) => /\.ya?ml(:\d+)?$/.test(name))
    .map((name) => dirname(resolve(workingDirectory, name)))
  const usual = scenarios.length === 0 || named.length < scenarios.length ? [join(workingDirectory, 'scenarios')] : []
  const directories = new Set([...named, ...usual, ...(landscapeFile === undefined ? [] : [dirname(landscapeFile)])])
  directories.delete(shippedScenarios)
  let last: string | undefined
  let wake: () => void = () => undefined
  const onChange = (_event: string, name: string | null): void => {
    if (name === null || !meant.test(name)) return
    last = name
    wake()
  }
  const watchers = [...directories].flatMap((directory) => watching(directory, onChange))
  return {
    async changed(signal) {
      while (last === undefined && !signal.aborted) {
        await new Promise<void>((done) => {
          wake = done
          signal.addEventListener('abort', () => done(), { once: true })
        })
      }
      for (let seen: string | undefined; seen !== last && !signal.aborted; ) {
        seen = last
        await sleep(quiet, undefined, { signal }).catch(() => undefined)
      }
      const name = signal.aborted ? undefined : last
      last = undefined
      return name
    },
    [Symbol.dispose]() {
      for (const watcher of watchers) watcher.close()
    },
  }
}

function watching(directory: string, onChange: (event: string, name: string | null) => void): FSWatcher[] {
  try {
    const watcher = watch(directory, onChange)
    watcher.on('error', () => undefined)
    return [watcher]
  } catch {
    // A directory that is not there has nothing in it to change.
    return []
  }
}
