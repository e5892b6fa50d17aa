import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../../core/random.ts'

/** Lets other lines go first, or not, as the seed has it: not at all, one turn of the event loop, or 1 to 3 ms. */
export async function pauseBetween(random: Random): Promise<void> {
  const draw = random.below(5)
  if (draw === 1) await nextTurn()
  if (draw > 1) await sleep(draw - 1)
}
