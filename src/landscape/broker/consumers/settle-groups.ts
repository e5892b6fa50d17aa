import { setTimeout as pause } from 'node:timers/promises'
import type { MessageLog } from '../../../core/message-log.ts'
import type { ConsumerBook } from './consumer-book.ts'

/** Wall time without any commit after which a group is no longer waited for, and time that is spent in all. */
export interface Patience {
  idle: number
  total: number
}

const usualPatience: Patience = { idle: 5_000, total: 30_000 }
const step = 4

/**
 * Waits until the groups that other programs drive over HTTP have committed all that there is. A group that commits
 * nothing for a while is given up, and waited for again once it has committed something. Gives whether there was
 * anything to wait for.
 */
export function settlingOfGroups(
  log: MessageLog,
  consumers: ConsumerBook,
  { idle, total }: Patience = usualPatience,
): () => Promise<boolean> {
  /** Groups that were given up, with how often they had committed by then. */
  const givenUp = new Map<string, number>()

  const behind = async (): Promise<Map<string, number>> => {
    const awaited = [...consumers.groups()].filter(([group, commits]) => givenUp.get(group) !== commits)
    const lags = await Promise.all(awaited.map(([group]) => log.lag(group).catch(() => 0)))
    return new Map(awaited.filter((_, index) => (lags[index] ?? 0) > 0))
  }

  return async () => {
    const started = performance.now()
    let progress = { at: started, commits: -1 }
    for (let round = 0; ; round++) {
      const waiting = await behind()
      if (waiting.size === 0) return round > 0
      const now = performance.now()
      const commits = [...waiting.values()].reduce((sum, count) => sum + count, 0)
      if (commits !== progress.commits) progress = { at: now, commits }
      if (now - progress.at > idle || now - started > total) {
        for (const [group, count] of waiting) givenUp.set(group, count)
        return true
      }
      await pause(step)
    }
  }
}
