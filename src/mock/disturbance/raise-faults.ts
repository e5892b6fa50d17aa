import type { Delay } from '../../core/fault-effect.ts'
import type { FaultBoard } from '../../core/faults.ts'
import { seededRandom } from '../../core/random.ts'
import type { MockFault } from './parse-fault.ts'

export interface Disturbance {
  /** Of every answer. */
  latency?: Delay
  faults: readonly MockFault[]
  seed: string
}

/** Raises the faults on an API, for as long as it is there. `onFired` is told which fault struck what. */
export function raiseFaults(
  board: FaultBoard,
  system: string,
  { latency, faults, seed }: Disturbance,
  onFired: (fault: string, what: string) => void,
): void {
  const random = seededRandom(seed).fork(`faults of ${system}`)
  const raise = ({ text, effect, probability }: MockFault, tells: boolean): void =>
    void board.raise({
      name: text,
      on: { kind: 'system', name: system },
      effect,
      matches: () => true,
      after: 0,
      probability,
      random: random.fork(text),
      onFired: (what) => {
        if (tells) onFired(text, what)
      },
    })
  // The first latency that takes a request is the one that it has: what strikes some requests stands before what is for all.
  for (const fault of faults) raise(fault, true)
  if (latency !== undefined)
    raise({ text: 'latency of all', effect: { kind: 'latency', delay: latency }, probability: 1 }, false)
}
