import { faultBoard } from '../../src/core/fault-board.ts'
import type { FaultEffect } from '../../src/core/fault-effect.ts'
import type { Fault, FaultBoard, FaultTarget, RaisedFault } from '../../src/core/faults.ts'
import { seededRandom } from '../../src/core/random.ts'

export interface Board {
  board: FaultBoard
  /** What the faults have struck, in order. */
  fired: string[]
  raise(on: FaultTarget, effect: FaultEffect, rest?: Partial<Fault>): RaisedFault
}

export function newBoard(): Board {
  const board = faultBoard()
  const fired: string[] = []
  return {
    board,
    fired,
    raise: (on, effect, rest = {}) =>
      board.raise({
        name: effect.kind,
        on,
        effect,
        matches: () => true,
        after: 0,
        probability: 1,
        random: seededRandom('faults'),
        onFired: (what) => fired.push(`${effect.kind}: ${what}`),
        ...rest,
      }),
  }
}
