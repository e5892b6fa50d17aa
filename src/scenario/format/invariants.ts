import type { Query } from '../format.ts'

/** Something that holds at any moment, never, or at some moment. */
export type Invariant = AlwaysInvariant | NeverInvariant | SometimesInvariant

interface AnyInvariant {
  /** Shown in reports; unique in the file. */
  name: string
  /** Where the values come from; each row of the query is bound to the name in turn. Exactly one name. */
  where: Record<string, Query>
  /** Said when it does not hold, for the row concerned. */
  message?: string
  /** Looked at only at the end, when all has settled. */
  final?: boolean
}

/** Must hold for each row, in each sample. Sampled while steps run in parallel, after each step and at the end. */
export interface AlwaysInvariant extends AnyInvariant {
  /** An expression over the name of `where`. */
  always: string
}

/** Must not hold for any row, in any sample. */
export interface NeverInvariant extends AnyInvariant {
  /** An expression over the name of `where`. */
  never: string
}

/** Must hold for at least one row, in at least one sample. */
export interface SometimesInvariant extends AnyInvariant {
  /** An expression over the name of `where`. */
  sometimes: string
}

/** Something about the whole run, looked at when its steps have passed and all has settled. */
export type Check = ConservedCheck | ExactlyOnceCheck | MonotonicCheck | OrderedCheck

interface AnyCheck {
  /** Shown in reports; unique in the file. */
  name: string
}

/** A sum that stays what it is: money, stock, points. Counted in decimals. Exactly one of `equals` and `unchanged`. */
export interface ConservedCheck extends AnyCheck {
  /** What must not change, or must be a certain sum. */
  conserved: {
    where: Query
    /** The column whose values are added up. */
    sum: string
    /** What the sum must be: a number, a decimal text, or an expression that yields one. */
    equals?: number | string
    /** The sum is what it was before the first step. */
    unchanged?: true
  }
}

/** Each key has exactly one effect, and no other key has one. */
export interface ExactlyOnceCheck extends AnyCheck {
  /** What must have happened once for each key. */
  exactlyOnce: {
    /** Where the effects are; one row is one effect. */
    effects: Query
    /** The column that holds the key. */
    key: string
    /** A list of keys, an expression that yields one, or the history of a step. */
    for: unknown[] | string | HistoryKeys
  }
}

/** The keys of the operations of a step that ended as ok. An unknown operation may have had its effect, or not. */
export interface HistoryKeys {
  /** The name of a step in parallel lines. */
  history: string
  /** A JSONPath into the answer (for HTTP, into the body). */
  key: string
}

/** Numbers, or moments, that do not go down, in the order in which the query or the topic has them. */
export interface MonotonicCheck extends AnyCheck {
  /** What must never go down. */
  monotonic: {
    /** Exactly one of `where` and `topic`. */
    where?: Query
    /** Or the messages of this run on a topic, in the order in which they were stored. */
    topic?: string
    /** The column, or the field of the message's value (`lines.0.price` for one deeper down). */
    column: string
    /** The column or field that keeps series apart. */
    per?: string
    /** Equal neighbours are a failure too. */
    strictly?: true
    /** Also messages that other runs caused. */
    any?: true
  }
}

/** Messages of one key lie in one partition, in the order of a field. */
export interface OrderedCheck extends AnyCheck {
  /** Which messages must be in order. */
  ordered: {
    /** A topic of the landscape. */
    topic: string
    /** The field of the message's value that gives the order. */
    by: string
    /** The field of the message's value that keeps series apart; the message's key when nothing is said. */
    per?: string
    /** Also messages that other runs caused. */
    any?: true
  }
}
