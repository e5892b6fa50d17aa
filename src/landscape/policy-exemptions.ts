/** Whether a column (`shop.order.comment`) of a clone is left as it is, whatever the policy says of it. */
export type ExemptsFromPolicy = (column: string) => boolean

/** A policy holds for every column. */
export const exemptNothing: ExemptsFromPolicy = () => false
