import type { Milliseconds } from './duration.ts'
import type { Json } from './json.ts'
import type { Random } from './random.ts'

/** A length of time, the same or drawn anew each time. */
export type Delay =
  | { kind: 'fixed'; delay: Milliseconds }
  | { kind: 'uniform'; from: Milliseconds; to: Milliseconds }
  | { kind: 'normal'; mean: Milliseconds; deviation: Milliseconds }
  /** `sigma` is the standard deviation of the logarithm: about 0.3 for a calm network, 1 for one with a long tail. */
  | { kind: 'lognormal'; median: Milliseconds; sigma: number }

/** What a fault does where it strikes, by its kind. */
export type FaultEffect =
  /** The connection is reset before the request is looked at. */
  | { kind: 'down' }
  /** The answer comes later, in wall time. */
  | { kind: 'latency'; delay: Delay }
  /** This answer instead of the real one; the request is not processed. */
  | { kind: 'status'; status: number; headers: Readonly<Record<string, string>>; body?: Json }
  /** The request is processed, and the connection reset in the middle of its answer. */
  | { kind: 'reset' }
  /** The answer's body ends after so many bytes, half of them when nothing is said. */
  | { kind: 'truncate'; bytes?: number }
  /** The answer's body is no longer what its content type says. */
  | { kind: 'malform'; as: 'json' | 'html' | 'bytes' }
  /** It was done, but whoever asked for it is not told. */
  | { kind: 'lostAck'; as: 'cut' | '504' }
  /** Connections are reset, over TCP after so many bytes. */
  | { kind: 'cut'; bytes: number }
  | { kind: 'bandwidth'; bytesPerSecond: number }
  /** The message is stored several times more. */
  | { kind: 'duplicate'; copies: number; delay?: Milliseconds }
  /** So many messages are collected, for so long at most, and stored in another order. */
  | { kind: 'reorder'; window: number; within: Milliseconds; withinKey: boolean }
  /** The message is stored later, in landscape time. */
  | { kind: 'late'; by: Milliseconds; withinKey: boolean }
  /** The group gets no messages. */
  | { kind: 'pause' }
  /** The member of the group is gone, with all that it had in hand, and comes back where the group has committed. */
  | { kind: 'crash'; at: CrashMoment }
  /** The statement takes longer, in wall time. */
  | { kind: 'slow'; delay: Delay }

/** When a consumer crashes: with messages just received, before its commit reaches the log, or when that has been stored. */
export type CrashMoment = (typeof crashMoments)[number]

export const crashMoments = ['receipt', 'beforeCommit', 'afterCommit'] as const

export type FaultKind = FaultEffect['kind']

export type EffectOf<K extends FaultKind> = Extract<FaultEffect, { kind: K }>

/** No single delay of a socket or a statement is longer than this. */
export const longestDelay: Milliseconds = 30_000

/** Draws one delay, from nothing to `longestDelay`. */
export function drawDelay(delay: Delay, random: Random): Milliseconds {
  return Math.min(Math.max(0, draw(delay, random)), longestDelay)
}

function draw(delay: Delay, random: Random): Milliseconds {
  switch (delay.kind) {
    case 'fixed':
      return delay.delay
    case 'uniform':
      return delay.from + random.next() * (delay.to - delay.from)
    case 'normal':
      return delay.mean + delay.deviation * standardNormal(random)
    case 'lognormal':
      return delay.median * Math.exp(delay.sigma * standardNormal(random))
  }
}

/** A draw from the standard normal distribution (Box and Muller, 1958). */
function standardNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()))
  return radius * Math.cos(2 * Math.PI * random.next())
}
