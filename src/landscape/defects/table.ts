import { type PublishAvailability, publishAvailability } from '../connector/availability.ts'
import { type RebuildCatalogue, rebuildCatalogue } from '../connector/catalogue/full-exchange.ts'
import { type ReportGaps, reportGaps } from '../connector/catalogue/gap-notices.ts'
import { type FindGone, findGone } from '../connector/catalogue/gone-products.ts'
import { type PlanPublication, planPublication } from '../connector/catalogue/publication.ts'
import { type ReserveForCheckout, reserveForCheckout } from '../connector/checkout-reservation.ts'
import { type MoveCustomers, moveCustomers } from '../connector/customers/move-customers.ts'
import { type Deliver, effectThenCommit } from '../connector/deliver.ts'
import { type GiveMoneyBack, giveMoneyBack } from '../connector/order-changes/give-money-back.ts'
import { type ExportOrders, exportOrders } from '../connector/order-export.ts'
import { type TakeOrders, takeOrders } from '../connector/order-intake.ts'
import { type AskDemand, askProvider } from '../connector/order-notices.ts'
import { type ApplyStatuses, applyNewerStatuses } from '../connector/order-status.ts'
import { type WriteOrderFile, writeOrderFile } from '../connector/order-transport/order-file.ts'
import { type FollowerGroup, ownGroup } from '../connector/price-changes.ts'
import { type Discounted, discountedExactly } from '../connector/prices/discounted.ts'
import { type ValidityOf, validityInDays } from '../connector/prices/validity.ts'
import { type Quarantine, setRefusedAside } from '../connector/quarantine.ts'
import { type ReadStatus, readStatusTolerantly } from '../connector/status-event.ts'
import { type ImportStockCount, importStockCount } from '../connector/stock-count.ts'
import { type FindDrift, findDrift } from '../connector/stock-drift.ts'
import { type Take, takeUpTo } from '../connector/take.ts'
import { type GiveBack, giveBackOnce } from '../oms/release.ts'
import { type Reserve, reserveWithLock } from '../oms/reserve.ts'
import { type TakeStockCount, takeStockCount } from '../oms/stock.ts'
import { type ExemptsFromPolicy, exemptNothing } from '../policy-exemptions.ts'
import { type CheckOut, reserveThenCharge } from '../shop/check-out.ts'
import { type AddGifts, addGiftsInStock } from '../shop/gifts.ts'
import { keyWithCustomer, type PriceKey } from '../shop/price-cache.ts'
import { commitThenEffect } from './ack-before-effect.ts'
import { keyWithoutCustomer } from './cache-key-without-customer.ts'
import { chargeThenReserve } from './charge-before-reserve.ts'
import { checkThenAct } from './check-then-act.ts'
import { writeWithDecimalComma } from './csv-decimal-comma.ts'
import { findNothingGone } from './diff-ignores-deletes.ts'
import { importAvailableUnits } from './double-deduct.ts'
import { giveBackTwice } from './double-release.ts'
import { findSurplus } from './drift-ignored-below-zero.ts'
import { dropWhenUnreachable } from './drop-when-unreachable.ts'
import { takeOrdersEachTime } from './effect-without-dedup.ts'
import { discountedInFloats } from './float-rounding.ts'
import { countBehindLock, importAtOnce } from './full-sync-locks-stock.ts'
import { addGiftsUnseen } from './gift-without-stock.ts'
import { planForAnyChannel } from './ignores-channel.ts'
import { validityIgnored } from './ignores-validity.ts'
import { insertEveryTime } from './insert-on-every-notify.ts'
import { applyLastStatuses } from './last-write-wins.ts'
import { exportAndRelease } from './lost-reservation-on-batch.ts'
import { neverExpire } from './never-release.ts'
import { moveAddressesApart } from './orphaned-addresses.ts'
import { giveOnlyMoneyBack } from './points-not-returned.ts'
import { tryForEver } from './poison-blocks-partition.ts'
import { publishAnyway } from './publish-anyway.ts'
import { pushRegardless } from './push-regardless.ts'
import { giveMoneyBackEachTime } from './refund-twice.ts'
import { reserveWithoutLock } from './reserve-without-lock.ts'
import { appendCatalogue } from './resync-appends.ts'
import { exportRoundedPrices } from './rounding-per-line.ts'
import { groupForAll } from './shared-offset.ts'
import { skipSilently } from './silent-skip.ts'
import { overwriteWithCount } from './snapshot-overwrites-reservations.ts'
import { droppingAvailability } from './stale-shop-stock.ts'
import { readStatusStrictly } from './strict-consumer.ts'
import { takeEverything } from './unbounded-buffer.ts'
import { exemptOrderSnapshots } from './unmasked-order-snapshot.ts'
import { reserveInWarehouse } from './wrong-location-deducted.ts'

/** The modules that have a faulty twin. */
export interface Behaviour {
  addGifts: AddGifts
  priceKey: PriceKey
  giveMoneyBack: GiveMoneyBack
  reserve: Reserve
  giveBack: GiveBack
  findDrift: FindDrift
  takeStockCount: TakeStockCount
  checkOut: CheckOut
  reserveForCheckout: ReserveForCheckout
  publishAvailability: PublishAvailability
  exportOrders: ExportOrders
  writeOrderFile: WriteOrderFile
  importStockCount: ImportStockCount
  take: Take
  deliver: Deliver
  quarantine: Quarantine
  takeOrders: TakeOrders
  readStatus: ReadStatus
  applyStatuses: ApplyStatuses
  askDemand: AskDemand
  followerGroup: FollowerGroup
  planPublication: PlanPublication
  reportGaps: ReportGaps
  findGone: FindGone
  rebuildCatalogue: RebuildCatalogue
  moveCustomers: MoveCustomers
  exemptsFromPolicy: ExemptsFromPolicy
  discounted: Discounted
  validityOf: ValidityOf
}

const sound: Behaviour = {
  addGifts: addGiftsInStock,
  priceKey: keyWithCustomer,
  giveMoneyBack,
  reserve: reserveWithLock,
  giveBack: giveBackOnce,
  findDrift,
  takeStockCount,
  checkOut: reserveThenCharge,
  reserveForCheckout,
  publishAvailability,
  exportOrders,
  writeOrderFile,
  importStockCount,
  take: takeUpTo,
  deliver: effectThenCommit,
  quarantine: setRefusedAside,
  takeOrders,
  readStatus: readStatusTolerantly,
  applyStatuses: applyNewerStatuses,
  askDemand: askProvider,
  followerGroup: ownGroup,
  planPublication,
  reportGaps,
  findGone,
  rebuildCatalogue,
  moveCustomers,
  exemptsFromPolicy: exemptNothing,
  discounted: discountedExactly,
  validityOf: validityInDays,
}

/** Every defect: what is wrong with it, and the module that it replaces. */
export const defects = {
  'reserve-without-lock': {
    says: 'the OMS looks at the stock and reserves later, without a lock in between',
    replaces: { reserve: reserveWithoutLock },
  },
  'check-then-act': {
    says: 'the checkout is decided by what was available a moment ago, and a reservation that is refused goes unnoticed',
    replaces: { reserveForCheckout: checkThenAct },
  },
  'charge-before-reserve': {
    says: 'the money is taken before the units are reserved',
    replaces: { checkOut: chargeThenReserve },
  },
  'lost-reservation-on-batch': {
    says: "the batch gives reservations back before the ERP's own ones stand",
    replaces: { exportOrders: exportAndRelease },
  },
  'stale-shop-stock': {
    says: 'the shop learns of a smaller stock only with the next full exchange',
    replaces: { publishAvailability: droppingAvailability },
  },
  'double-release': {
    says: 'units that are given back are booked into the stock as well, once by the cancellation and once by the expiry',
    replaces: { giveBack: giveBackTwice },
  },
  'never-release': {
    says: 'reservations that nobody cancels never expire',
    replaces: { giveBack: neverExpire },
  },
  'snapshot-overwrites-reservations': {
    says: 'a stock count is taken for the whole truth, and what is reserved for orders that it does not know is forgotten',
    replaces: { takeStockCount: overwriteWithCount },
  },
  'double-deduct': {
    says: "the units of an order are taken off by the ERP's commitment and once more by the OMS's hold",
    replaces: { importStockCount: importAvailableUnits },
  },
  'drift-ignored-below-zero': {
    says: 'the drift report looks for units too many, and takes every difference below zero for none',
    replaces: { findDrift: findSurplus },
  },
  'wrong-location-deducted': {
    says: 'the units of every order are taken from the warehouses, also those that are handed out in a store',
    replaces: { reserve: reserveInWarehouse },
  },
  'full-sync-locks-stock': {
    says: 'a full synchronization keeps everybody out of the stock until it has written the last row',
    replaces: { importStockCount: importAtOnce, takeStockCount: countBehindLock },
  },
  'insert-on-every-notify': {
    says: 'an order whose message comes twice is entered in the ERP twice',
    replaces: { exportOrders: insertEveryTime },
  },
  'ack-before-effect': {
    says: 'messages are acknowledged before their effect is in place, so that a crash in between loses them',
    replaces: { deliver: commitThenEffect },
  },
  'effect-without-dedup': {
    says: 'a message that comes again has its effect again: the customer is told twice',
    replaces: { takeOrders: takeOrdersEachTime },
  },
  'drop-when-unreachable': {
    says: 'what cannot be handed over while the other side is away is given up',
    replaces: { deliver: dropWhenUnreachable },
  },
  'unbounded-buffer': {
    says: 'the whole backlog is read into memory, however large it is',
    replaces: { take: takeEverything },
  },
  'last-write-wins': {
    says: 'the status that came last overwrites a newer one',
    replaces: { applyStatuses: applyLastStatuses },
  },
  'poison-blocks-partition': {
    says: 'a message that can never be dealt with is tried for ever, and those behind it wait',
    replaces: { quarantine: tryForEver },
  },
  'push-regardless': {
    says: 'the other side is handed more than it takes',
    replaces: { askDemand: pushRegardless },
  },
  'shared-offset': {
    says: 'all who follow the changes of prices share one place in the log, and each misses what another has read',
    replaces: { followerGroup: groupForAll },
  },
  'strict-consumer': {
    says: 'an event with a field that is new is refused',
    replaces: { readStatus: readStatusStrictly },
  },
  'rounding-per-line': {
    says: 'a discount is turned into a rounded price of each unit',
    replaces: { exportOrders: exportRoundedPrices },
  },
  'csv-decimal-comma': {
    says: 'amounts in order files have a decimal comma, which the ERP takes for a sign between groups of digits',
    replaces: { writeOrderFile: writeWithDecimalComma },
  },
  'gift-without-stock': {
    says: 'gifts are granted and not reserved, whether they are there or not',
    replaces: { addGifts: addGiftsUnseen },
  },
  'cache-key-without-customer': {
    says: 'prices that pages show are kept by article only, whoever looks',
    replaces: { priceKey: keyWithoutCustomer },
  },
  'points-not-returned': {
    says: 'what was paid with points is not given back when an order is cancelled',
    replaces: { giveMoneyBack: giveOnlyMoneyBack },
  },
  'refund-twice': {
    says: 'a refund that is asked for again is made again',
    replaces: { giveMoneyBack: giveMoneyBackEachTime },
  },
  'publish-anyway': {
    says: 'a product is published whatever it lacks',
    replaces: { planPublication: publishAnyway },
  },
  'silent-skip': {
    says: 'a product that lacks something is left out, and nobody is told',
    replaces: { reportGaps: skipSilently },
  },
  'diff-ignores-deletes': {
    says: 'what was deleted since the last exchange stays, until the next full one',
    replaces: { findGone: findNothingGone },
  },
  'resync-appends': {
    says: 'a full exchange takes everything for new, and takes nothing away',
    replaces: { rebuildCatalogue: appendCatalogue },
  },
  'ignores-channel': {
    says: 'a product that is complete in one channel is published in all of them',
    replaces: { planPublication: planForAnyChannel },
  },
  'ignores-validity': {
    says: 'prices are brought in without the days on which they hold',
    replaces: { validityOf: validityIgnored },
  },
  'float-rounding': {
    says: 'discounts are taken off in floating point, and cents are lost in between',
    replaces: { discounted: discountedInFloats },
  },
  'orphaned-addresses': {
    says: "addresses are moved by themselves, under the ERP's number of their customer, and some find nobody",
    replaces: { moveCustomers: moveAddressesApart },
  },
  'unmasked-order-snapshot': {
    says: 'a clone keeps what its orders remember of their customers and addresses',
    replaces: { exemptsFromPolicy: exemptOrderSnapshots },
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
