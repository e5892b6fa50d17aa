import type { Clock } from '../../core/clock.ts'
import type { RunningLandscape } from '../../core/landscape.ts'
import type { LogContents } from '../../environment/embedded/message-log/contents.ts'
import type { ResetOutcome } from '../../environment/embedded/postgres/reset/pool.ts'
import type { ResetDatabases } from '../../environment/embedded/postgres/reset/reset-databases.ts'
import { startTicking } from '../../environment/ticking.ts'
import type { OpenedStores } from './open-stores.ts'
import type { Stage } from './stage.ts'
import type { StoreMoment, StoreMoments } from './store-moments.ts'

/** What an environment held at one moment: stores, topics, and what their groups had read. */
export interface WholeMoment {
  stores: StoreMoment
  messages: LogContents
}

/** An environment that runs for other programs, its clock following the time of day. One thing is done to it at a time. */
export interface LiveEnvironment extends AsyncDisposable {
  landscape(): RunningLandscape
  /**
   * As it was at its beginning: stores, topics, the mirrors' memory, the clock. URLs and credentials stay, and programs'
   * connections to its databases when that is wished. Then it may be refused, and goes on as it was.
   */
  reset(options: { keepConnections: boolean }): Promise<ResetOutcome>
  /** What it holds now. Programs' connections to its databases are ended. */
  capture(): Promise<WholeMoment>
  load(moment: WholeMoment): Promise<void>
  forget(moment: WholeMoment): Promise<void>
}

export interface LiveEnvironmentOptions {
  /** A landscape runs on it. */
  stage: Stage
  stores: OpenedStores
  moments: StoreMoments
  /** The messages that it began with. */
  beginning?: LogContents
  forget: ResetDatabases['forget']
  wallClock: Clock
}

export function liveEnvironment(options: LiveEnvironmentOptions): LiveEnvironment {
  const { stage, stores, moments, beginning, forget, wallClock } = options
  const landscape = (): RunningLandscape => {
    const running = stage.landscape()
    if (running === undefined) throw new TypeError('the landscape has not begun')
    return running
  }
  let ticking = startTicking(landscape().clock, wallClock)
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(async () => {
      const before = landscape()
      await ticking[Symbol.asyncDispose]()
      const stopped = wallClock.now()
      try {
        return await work()
      } finally {
        const { clock } = landscape()
        ticking = startTicking(clock, wallClock, clock === before.clock ? stopped : undefined)
      }
    })
    turn = result.catch(() => undefined)
    return result
  }
  const renew = (): Promise<unknown> => Promise.all(Object.values(stores.sql).map((store) => store.renew()))
  /** Gives up our own connections, so that nobody of the landscape's meets one that was cut off. */
  const renewed = async <T>(work: () => Promise<T>): Promise<T> => {
    await renew()
    try {
      return await work()
    } finally {
      // Somebody may have asked for the status meanwhile.
      await renew()
    }
  }
  return {
    landscape,
    reset: ({ keepConnections }) =>
      inTurn(async () => {
        let outcome: ResetOutcome = { ranDry: false }
        const undo = async (): Promise<void> => {
          outcome = await moments.undo()
        }
        const swap = async (): Promise<void> => {
          outcome = await renewed(moments.reset)
        }
        const how = keepConnections ? { before: undo, work: moments.resetDocuments } : { work: swap }
        await stage.beginAgain({ ...how, start: wallClock.now(), ...(beginning && { messages: beginning }) })
        return outcome
      }),
    capture: () =>
      inTurn(() => stage.pause(async () => ({ messages: stage.messages(), stores: await renewed(moments.capture) }))),
    load: (moment) =>
      inTurn(async () => {
        await stage.beginAgain({
          work: () => renewed(() => moments.load(moment.stores)),
          start: wallClock.now(),
          messages: moment.messages,
        })
      }),
    forget: (moment) => inTurn(() => forget(moment.stores.databases)),
    async [Symbol.asyncDispose]() {
      await turn
      await ticking[Symbol.asyncDispose]()
    },
  }
}
