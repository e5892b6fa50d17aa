/** Texts that were found in one place. */
export interface HeldTexts {
  /** `shop.order.billing_address`, `topic orders`, `notifications`, `reports` */
  place: string
  texts: Iterable<string>
}
