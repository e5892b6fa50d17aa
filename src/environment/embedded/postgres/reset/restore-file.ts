import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { setImmediate as breath } from 'node:timers/promises'

/*
 * Small pieces of work are done at once and not by way of the thread pool: on a busy machine each of its answers takes a
 * hundred times as long as the work. Between the pieces others get their turn.
 */

export const blockSize = 8192

/** Bytes that are compared at a time. */
const stretch = 128 * blockSize

/** Blocks that lie this close are put back together. */
const nearby = 4

/** Makes a file equal to its original again by putting back these blocks, and cutting off what is behind the original. */
export async function restoreBlocks(copy: string, original: string, blocks: readonly number[]): Promise<void> {
  await withBoth(copy, original, async (to, from, size) => {
    for (const [first, last] of runsOf(blocks)) {
      const start = first * blockSize
      const length = Math.min((last + 1) * blockSize, size) - start
      if (length <= 0) continue
      const buffer = Buffer.allocUnsafe(length)
      writeSync(to, buffer, 0, readSync(from, buffer, 0, length, start), start)
      await breath()
    }
  })
}

/** Makes a file equal to its original again, having compared all of it. */
export async function restoreWhole(copy: string, original: string): Promise<void> {
  await withBoth(copy, original, async (to, from, size) => {
    const [wanted, present] = [Buffer.allocUnsafe(stretch), Buffer.allocUnsafe(stretch)]
    for (let at = 0; at < size; at += stretch) {
      const length = readSync(from, wanted, 0, stretch, at)
      const there = readSync(to, present, 0, stretch, at)
      const same = there === length && wanted.compare(present, 0, length, 0, length) === 0
      if (!same) writeSync(to, wanted, 0, length, at)
      await breath()
    }
  })
}

async function withBoth(
  copy: string,
  original: string,
  work: (to: number, from: number, size: number) => Promise<void>,
): Promise<void> {
  const from = openSync(original, 'r')
  try {
    const to = openSync(copy, 'r+')
    try {
      const { size } = fstatSync(from)
      if (fstatSync(to).size > size) ftruncateSync(to, size)
      await work(to, from, size)
    } finally {
      closeSync(to)
    }
  } finally {
    closeSync(from)
  }
}

/** Bounds of blocks that lie together, not larger than what is read at a time. */
function runsOf(blocks: readonly number[]): [number, number][] {
  const runs: [number, number][] = []
  for (const block of [...blocks].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last !== undefined && block - last[1] <= nearby && block - last[0] < stretch / blockSize) last[1] = block
    else runs.push([block, block])
  }
  return runs
}
