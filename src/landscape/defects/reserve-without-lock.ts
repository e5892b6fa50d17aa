import { availableUnits, chooseLocations, insertReservation, type Reserve } from '../oms/reserve.ts'

/** The faulty twin of `reserveWithLock`: it looks first and writes later, and nothing holds others back in between. */
export const reserveWithoutLock: Reserve = async (store, request, now) => {
  const skus = request.lines.map((line) => line.sku)
  const outcome = chooseLocations(request.lines, await availableUnits(store, skus))
  if ('reserved' in outcome) {
    await store.transaction((session) => insertReservation(session, request, outcome.reserved, now))
  }
  return outcome
}
