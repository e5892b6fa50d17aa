import type { EffectOf, FaultEffect, FaultKind } from './fault-effect.ts'
import type { JsonObject } from './json.ts'
import type { Random } from './random.ts'

/** Where a fault strikes: at the API of a system, at a topic, at a consumer group, at the SQL store of a system. */
export interface FaultTarget {
  kind: 'system' | 'topic' | 'group' | 'store'
  name: string
}

/** What passes by, as conditions read it: `{ request }`, `{ message }`, `{ query }`, or nothing for bytes. */
export type FaultSubject = JsonObject

/** Something that goes wrong, as whoever starts it wants it. */
export interface Fault {
  name: string
  on: FaultTarget
  effect: FaultEffect
  matches(subject: FaultSubject): boolean
  /** So many matches are let pass first. */
  after: number
  /** It strikes so many times and then no more; without a number, always. */
  times?: number
  /** Of those that are left, this share is struck: from 0 to 1. */
  probability: number
  random: Random
  /** Told each time of what it struck: `POST /reservations`. */
  onFired(what: string): void
}

/** A fault that was started. */
export interface RaisedFault {
  /** How often it has struck. */
  fired(): number
  /** How much of what it looks for has passed by. */
  matched(): number
  /** Ends it. What it holds back is let go, or comes when it is due. */
  clear(): void
}

/** One match that a fault takes. */
export interface Strike<K extends FaultKind> {
  effect: EffectOf<K>
  random: Random
  /** Says that it has come about. */
  fire(what: string): void
}

/** The faults of a landscape. Whatever can go wrong asks it first. */
export interface FaultBoard {
  raise(fault: Fault): RaisedFault
  /** Whether there is a fault at this place now. Costs next to nothing, so that it can be asked on every request. */
  concerns(kind: FaultTarget['kind'], name: string): boolean
  /**
   * The first fault of these kinds, with such an effect, that takes this; counts the match, and draws where it is a
   * matter of chance.
   */
  strike<K extends FaultKind>(
    on: FaultTarget,
    kinds: readonly K[],
    subject: FaultSubject,
    applies?: (effect: EffectOf<K>) => boolean,
  ): Strike<K> | undefined
  /** Calls whenever a fault is started or ended, until the function that it gives is called. */
  onChange(listener: () => void): () => void
}
