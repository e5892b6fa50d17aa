import { isJsonObject, type Json } from './json.ts'

const hidden = '***'

/** Keys whose values are secrets or belong to a person, in the spellings of the systems that are mirrored. */
const sensitive =
  /password|passwd|secret|token|authori[sz]ation|cookie|access.?key|api.?key|session.?id|^b1session|iban|e.?mail|phone|mobile|fax|street|address|first.?name|last.?name|full.?name|card.?name|contact.?name|customer.?name|recipient|birth|vat.?id|tax.?no|tax.?id|comment|free.?text|remote.?addr|card.?number|^pan$|cvc/i

/** Bounded (RFC 5321: 64 characters before the sign), so that a long text without an address costs no more than its length. */
const emailAddress = /[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+/g

/** A copy for people to look at: secrets and personal data replaced by `***`, structure and business keys kept. */
export function masked(value: unknown): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value.replace(emailAddress, hidden)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(masked)
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        sensitive.test(key) && isPrinted(inner) ? hidden : masked(inner),
      ]),
    )
  }
  return String(value)
}

function isPrinted(value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== 'boolean'
}
