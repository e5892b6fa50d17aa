import type { Clock, Instant } from '../../core/clock.ts'
import { hubRefusal } from './method.ts'

const perMinute = 100
const minute = 60_000

/** Lets through 100 requests in each minute of the landscape's time, and blocks the token for the rest of it. */
export function requestLimit(clock: Clock): () => void {
  let current = -1
  let counted = 0
  return () => {
    const now = Math.floor(clock.now() / minute)
    if (now !== current) counted = 0
    current = now
    if (++counted <= perMinute) return
    const until = momentText((now + 1) * minute)
    throw hubRefusal('ERROR_BLOCKED_TOKEN', `Query limit exceeded, token blocked until ${until}`)
  }
}

function momentText(at: Instant): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}
