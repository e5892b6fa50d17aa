import type { AnyStep, DurationText, Step } from '../format.ts'

/** Lets something go wrong: for the rest of the scenario, until `clear`, for a while, or around `steps`. */
export interface FaultStep extends AnyStep {
  /** What goes wrong, where and when. */
  fault: FaultDeclaration
}

/** Ends faults that earlier steps started. */
export interface ClearStep extends AnyStep {
  /** The name of a fault, or several. */
  clear: string | string[]
}

export interface FaultDeclaration {
  /** For `clear` and reports; made up from the kind and the place when nothing is said. */
  name?: string
  /** Where it strikes: the name of a system (its API), or one of `system`, `topic`, `group` and `store`. */
  on: string | FaultPlace
  /** What goes wrong. */
  kind:
    | 'down'
    | 'latency'
    | 'status'
    | 'reset'
    | 'truncate'
    | 'malform'
    | 'lostAck'
    | 'cut'
    | 'bandwidth'
    | 'duplicate'
    | 'reorder'
    | 'late'
    | 'pause'
    | 'crash'
    | 'slow'
  /** An expression about `request`, `message` or `query`: only what it is true for is struck. */
  match?: string
  /**
   * It strikes so many times, and then no more.
   * @asType integer
   * @minimum 1
   */
  times?: number
  /**
   * So many matches are let pass first.
   * @asType integer
   * @minimum 0
   */
  after?: number
  /**
   * The share of the matches that is struck, drawn from the seed.
   * @minimum 0
   * @maximum 1
   */
  probability?: number
  /** It ends by itself after so much of the landscape's time. */
  for?: DurationText
  /** It need not fire. A fault that never fired fails the scenario otherwise. */
  optional?: boolean
  /** It lasts as long as these steps. */
  steps?: Step[]
  /** latency, slow: how much later, in wall time; duplicate: when the copies come, in the landscape's time. */
  delay?: DurationText | DelayDistribution
  /**
   * status: what is answered.
   * @asType integer
   * @minimum 400
   * @maximum 599
   */
  status?: number
  /** status: the headers of the answer. */
  headers?: Record<string, string>
  /** status: its body. Text is sent as it is, anything else as JSON. */
  body?: unknown
  /**
   * truncate: how much of the body is left, half of it when nothing is said; cut over TCP: after how many bytes.
   * @asType integer
   * @minimum 0
   */
  bytes?: number
  /** malform: `json` (the usual), `html` or `bytes`; lostAck over HTTP: `cut` (the usual) or `504`. */
  as?: 'json' | 'html' | 'bytes' | 'cut' | '504' | 504
  /**
   * bandwidth
   * @asType integer
   * @minimum 1
   */
  bytesPerSecond?: number
  /**
   * duplicate: how many more there are of each; 1 when nothing is said.
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  copies?: number
  /**
   * reorder: how many messages are collected before they are stored in another order; 3 when nothing is said.
   * @asType integer
   * @minimum 2
   * @maximum 1000
   */
  window?: number
  /** reorder: how long messages are collected at most, in the landscape's time; 1m when nothing is said. */
  within?: DurationText
  /** reorder, late: messages of one key may overtake each other, too. */
  withinKey?: boolean
  /** crash: when the consumer goes. */
  at?: 'receipt' | 'beforeCommit' | 'afterCommit'
  /** late: by how much, in the landscape's time. */
  by?: DurationText
}

/** Exactly one of these. */
export interface FaultPlace {
  /** The API of a system, or its connections when it is reached over TCP. */
  system?: string
  /** A topic of the landscape. */
  topic?: string
  /** A consumer group. */
  group?: string
  /** The SQL database of a system, as the system itself uses it. */
  store?: string
}

/** Exactly one of these, drawn from the seed each time; never more than 30s. */
export interface DelayDistribution {
  /** Anything between the two. */
  uniform?: { from: DurationText; to: DurationText }
  /** A bell around the mean. */
  normal?: { mean: DurationText; deviation: DurationText }
  /** `sigma` says how long the tail is: 0.3 for a calm network, 1 for a bad one. */
  lognormal?: {
    median: DurationText
    /** 0.3 for a short tail, 1 for a long one. */
    sigma: number
  }
}
