/**
 * An amount of a file as the ERP reads it, as a decimal text: a point stands before the decimals, and commas before it
 * group the digits. They are passed over wherever they stand, as .NET's `decimal.Parse` does: `1,234.50` is 1234.50, and
 * `12,50` is 1250. Nothing when it is no amount.
 */
export function readAmount(text: string): string | undefined {
  const digits = text.replace(/^(\d[\d,]*)/, (whole) => whole.replaceAll(',', ''))
  return /^\d{1,10}(\.\d{1,6})?$/.test(digits) ? digits : undefined
}
