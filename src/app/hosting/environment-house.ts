import { environmentError, usageError } from '../../core/error.ts'
import { suggestion } from '../../core/nearest.ts'
import type { CopyMethod } from '../../environment/embedded/postgres/reset/reset-server.ts'
import type { Ambient } from '../ambient.ts'
import type { Resettable } from '../host-landscape.ts'
import { type LiveEnvironment, liveEnvironment, type WholeMoment } from './live-environment.ts'
import { openBranch } from './open-branch.ts'

/** An environment with the moments that were saved of it. */
export interface Inhabitant {
  name: string
  /** Milliseconds since 1970. */
  startedAt: number
  live: LiveEnvironment
  saves: Map<string, Save>
}

export type ResetOptions = Parameters<LiveEnvironment['reset']>[0]

export interface Save {
  /** Milliseconds since 1970. */
  at: number
  moment: WholeMoment
}

/** The environments that one process hosts: one, and the branches of it. */
export interface EnvironmentHouse extends AsyncDisposable {
  /** The one that is not a branch comes first. */
  all(): readonly Inhabitant[]
  /** How databases are copied. */
  copyMethod: CopyMethod
  reset(name: string, options: ResetOptions): ReturnType<LiveEnvironment['reset']>
  /** Throws `save.exists`. */
  save(name: string, save: string): Promise<void>
  /** Throws `save.unknown`. */
  load(name: string, save: string): Promise<void>
  unsave(name: string, save: string): Promise<void>
  /** Opens environments that begin with what one holds now, and gives their names. */
  branch(name: string, count: number): Promise<readonly string[]>
  /** Ends a branch. */
  prune(name: string): Promise<void>
}

export function environmentHouse(name: string, resettable: Resettable, ambient: Ambient): EnvironmentHouse {
  const { stage, stores, moments } = resettable
  const { forget } = moments.databases
  const { wallClock } = ambient
  const main: Inhabitant = {
    name,
    startedAt: wallClock.now(),
    live: liveEnvironment({ stage, stores, moments, forget, wallClock }),
    saves: new Map(),
  }
  const inhabitants = new Map([[name, main]])
  /** How many branches still go by the moment that they began with. */
  const roots = new Map<string, { moment: WholeMoment; branches: Set<string> }>()
  let branches = 0

  const known = (wanted: string): Inhabitant => inhabitants.get(wanted) ?? main
  const savedBy = (inhabitant: Inhabitant, save: string): Save => {
    const found = inhabitant.saves.get(save)
    if (found !== undefined) return found
    throw usageError({
      code: 'save.unknown',
      message: `the environment "${inhabitant.name}" has no save "${save}"`,
      remedy: capitalized(suggestion(save, [...inhabitant.saves.keys()])),
    })
  }
  const end = async ({ name: ended, live, saves }: Inhabitant): Promise<void> => {
    inhabitants.delete(ended)
    await live[Symbol.asyncDispose]()
    for (const { moment } of saves.values()) await forget(moment.stores.databases)
    const root = roots.get(ended)
    roots.delete(ended)
    root?.branches.delete(ended)
    if (root?.branches.size === 0) await forget(root.moment.stores.databases)
  }
  return {
    all: () => [...inhabitants.values()],
    copyMethod: moments.databases.copyMethod,
    reset: (wanted, options) => known(wanted).live.reset(options),
    async save(wanted, save) {
      const inhabitant = known(wanted)
      if (inhabitant.saves.has(save)) {
        throw usageError({
          code: 'save.exists',
          message: `the environment "${inhabitant.name}" has a save "${save}" already`,
          remedy: `give this one another name, or delete that one: standin env save ${save} --delete --name ${inhabitant.name}`,
        })
      }
      inhabitant.saves.set(save, { at: wallClock.now(), moment: await inhabitant.live.capture() })
    },
    async load(wanted, save) {
      const inhabitant = known(wanted)
      await inhabitant.live.load(savedBy(inhabitant, save).moment)
    },
    async unsave(wanted, save) {
      const inhabitant = known(wanted)
      const { moment } = savedBy(inhabitant, save)
      inhabitant.saves.delete(save)
      await inhabitant.live.forget(moment)
    },
    async branch(wanted, count) {
      if (resettable.parts.ownConnector !== undefined) throw ownConnectorInBranches()
      const moment = await known(wanted).live.capture()
      const root = { moment, branches: new Set<string>() }
      const names: string[] = []
      try {
        for (let opened = 0; opened < count; opened++) {
          const number = ++branches
          const branch = `${name}-${number}`
          const live = await openBranch(resettable, moment, `-${number}`, ambient)
          inhabitants.set(branch, { name: branch, startedAt: wallClock.now(), live, saves: new Map() })
          root.branches.add(branch)
          roots.set(branch, root)
          names.push(branch)
        }
        return names
      } catch (thrown) {
        for (const branch of names) await end(known(branch))
        if (names.length === 0) await forget(moment.stores.databases)
        throw thrown
      }
    },
    prune: (wanted) => end(known(wanted)),
    async [Symbol.asyncDispose]() {
      moments.databases.abandon()
      const all = [...inhabitants.values()].reverse()
      await Promise.allSettled(all.map(({ live }) => live[Symbol.asyncDispose]()))
    },
  }
}

function ownConnectorInBranches(): Error {
  return environmentError({
    code: 'branch.own-connector',
    message: 'an environment with a connector of your own has no branches: it would work for all of them at once',
    remedy: 'bring up an environment for each worker with --name, each with a connector of its own',
  })
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
