import type { FaultKind } from './fault-effect.ts'

/** What a fault can strike: a system is asked over HTTP or over TCP. */
export type FaultSite = 'http' | 'tcp' | 'topic' | 'group' | 'store'

export interface FaultKindDefinition {
  on: readonly FaultSite[]
  /** The settings of its own that a kind takes; those that it cannot do without are in `needs`. */
  settings: readonly string[]
  needs: readonly string[]
  /** Whether it looks at what passes by, so that `match`, `times`, `after` and `probability` say something. */
  selective: boolean
}

/** Every kind of fault. */
export const faultKinds = {
  down: { on: ['http', 'tcp'], settings: [], needs: [], selective: true },
  latency: { on: ['http', 'tcp'], settings: ['delay'], needs: ['delay'], selective: true },
  status: { on: ['http'], settings: ['status', 'headers', 'body'], needs: ['status'], selective: true },
  reset: { on: ['http'], settings: [], needs: [], selective: true },
  truncate: { on: ['http'], settings: ['bytes'], needs: [], selective: true },
  malform: { on: ['http'], settings: ['as'], needs: [], selective: true },
  lostAck: { on: ['http', 'topic', 'group', 'store'], settings: ['as'], needs: [], selective: true },
  cut: { on: ['store', 'tcp'], settings: ['bytes'], needs: [], selective: true },
  bandwidth: { on: ['tcp'], settings: ['bytesPerSecond'], needs: ['bytesPerSecond'], selective: true },
  duplicate: { on: ['topic'], settings: ['copies', 'delay'], needs: [], selective: true },
  reorder: { on: ['topic'], settings: ['window', 'within', 'withinKey'], needs: [], selective: true },
  late: { on: ['topic'], settings: ['by', 'withinKey'], needs: ['by'], selective: true },
  pause: { on: ['group'], settings: [], needs: [], selective: false },
  crash: { on: ['group'], settings: ['at'], needs: ['at'], selective: true },
  slow: { on: ['store'], settings: ['delay'], needs: ['delay'], selective: true },
} as const satisfies Record<FaultKind, FaultKindDefinition>
