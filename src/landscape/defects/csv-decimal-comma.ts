import { orderFile, type WriteOrderFile } from '../connector/order-transport/order-file.ts'

/** The faulty twin of `writeOrderFile`: it writes amounts as people in many countries do, 12,90, and the ERP reads 1290. */
export const writeWithDecimalComma: WriteOrderFile = (order) => orderFile(order, (amount) => amount.replace('.', ','))
