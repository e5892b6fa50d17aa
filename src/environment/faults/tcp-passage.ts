import type { Socket } from 'node:net'
import type { Milliseconds } from '../../core/duration.ts'
import { drawDelay, longestDelay } from '../../core/fault-effect.ts'
import type { FaultBoard, FaultTarget } from '../../core/faults.ts'
import { pauseWhileOpen } from './wall-pause.ts'

/** Whether a connection that was just made is to be reset. */
export function isDown(board: FaultBoard, system: string): boolean {
  if (!board.concerns('system', system)) return false
  const struck = board.strike({ kind: 'system', name: system }, ['down'], {})
  struck?.fire('a connection')
  return struck !== undefined
}

/** Hands bytes on from one socket to another, piece by piece, and lets faults at each of them. */
export type Passage = (from: Socket, to: Socket) => void

/** The two directions of one connection. `cut` resets both of its ends. */
export function passageOf(board: FaultBoard, system: string, cut: () => void): Passage {
  const on: FaultTarget = { kind: 'system', name: system }
  let carried = 0

  /** Whether the connection was cut before this piece. */
  const isCut = (): boolean => {
    const struck = board.strike(on, ['cut'], { connection: { carried } })
    if (struck === undefined) return false
    struck.fire(`a connection after ${carried} bytes`)
    cut()
    return true
  }

  const delayOf = (length: number): Milliseconds => {
    let delay = 0
    const slow = board.strike(on, ['latency'], {})
    if (slow !== undefined) {
      delay = drawDelay(slow.effect.delay, slow.random)
      slow.fire(`${length} bytes, ${Math.round(delay)} ms late`)
    }
    const narrow = board.strike(on, ['bandwidth'], {})
    if (narrow !== undefined) {
      delay += (length / narrow.effect.bytesPerSecond) * 1_000
      narrow.fire(`${length} bytes`)
    }
    return Math.min(delay, longestDelay)
  }

  return (from, to) => {
    const carry = async (): Promise<void> => {
      for await (const piece of from as AsyncIterable<Buffer>) {
        if (board.concerns('system', system)) {
          if (isCut()) return
          const delay = delayOf(piece.length)
          if (delay > 0) await pauseWhileOpen(delay, to)
        }
        carried += piece.length
        if (!to.write(piece)) await drained(to)
      }
      to.end()
    }
    carry().catch(cut)
  }
}

/** Resolves when more may be written, or nothing ever more. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      socket.removeListener('drain', end)
      socket.removeListener('close', end)
      resolve()
    }
    socket.on('drain', end)
    socket.on('close', end)
    if (socket.destroyed) end()
  })
}
