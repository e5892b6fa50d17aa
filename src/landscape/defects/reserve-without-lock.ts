import { setTimeout as pause } from 'node:timers/promises'
import { availableUnits, chooseLocations, insertReservation, type Reserve } from '../oms/reserve.ts'

/** How long the faulty reservation thinks between looking and writing, as a slow service in between would. */
const thinkingTime = 30

/** The faulty twin of `reserveWithLock`: it looks first and writes later, and nothing holds others back in between. */
export const reserveWithoutLock: Reserve = async (store, request, now) => {
  const units = await availableUnits(
    store,
    request.lines.map((line) => line.sku),
  )
  const outcome = chooseLocations(request.lines, units)
  await pause(thinkingTime)
  if ('reserved' in outcome) {
    await store.transaction((session) => insertReservation(session, request, outcome.reserved, now))
  }
  return outcome
}
