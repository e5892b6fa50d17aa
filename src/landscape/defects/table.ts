import { type PublishAvailability, publishAvailability } from '../connector/availability.ts'
import { type ErpBatch, exchangeErpBatch } from '../connector/erp-batch.ts'
import { type Reserve, reserveWithLock } from '../oms/reserve.ts'
import { insertingErpBatch } from './insert-on-every-notify.ts'
import { losingErpBatch } from './lost-reservation-on-batch.ts'
import { reserveWithoutLock } from './reserve-without-lock.ts'
import { droppingAvailability } from './stale-shop-stock.ts'

/** The modules that have a faulty twin. */
export interface Behaviour {
  reserve: Reserve
  publishAvailability: PublishAvailability
  erpBatch: ErpBatch
}

const sound: Behaviour = { reserve: reserveWithLock, publishAvailability, erpBatch: exchangeErpBatch }

/** Every defect: what is wrong with it, and the module that it replaces. */
export const defects = {
  'reserve-without-lock': {
    says: 'the OMS looks at the stock and reserves later, without a lock in between',
    replaces: { reserve: reserveWithoutLock },
  },
  'lost-reservation-on-batch': {
    says: "the batch gives reservations back before the ERP's own ones stand",
    replaces: { erpBatch: losingErpBatch },
  },
  'stale-shop-stock': {
    says: 'the shop learns of a smaller stock only with the next full exchange',
    replaces: { publishAvailability: droppingAvailability },
  },
  'insert-on-every-notify': {
    says: 'an order whose message comes twice is entered in the ERP twice',
    replaces: { erpBatch: insertingErpBatch },
  },
} as const satisfies Record<string, { says: string; replaces: Partial<Behaviour> }>

export type Defect = keyof typeof defects

export function isDefect(name: string): name is Defect {
  return Object.hasOwn(defects, name)
}

/** The modules to run with: sound, but for the defects that are switched on. */
export function behaviourWith(active: readonly Defect[]): Behaviour {
  return Object.assign({}, sound, ...active.map((name) => defects[name].replaces))
}
