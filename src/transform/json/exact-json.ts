/** A number as it was written, where a double would not give it back. */
interface RawJson {
  rawJSON: string
}

/** What newer engines have: the source of a number while parsing, and a way to write it back. */
interface ExactJson {
  parse(text: string, revive?: (key: string, value: unknown, context: { source?: string }) => unknown): unknown
  rawJSON(text: string): RawJson
  isRawJSON(value: unknown): value is RawJson
}

const exact = JSON as unknown as ExactJson

/** Digits that a double may lose: long ones, zeros behind a point, exponents, a negative zero. */
const risky = /\d{16}|\d[.eE]|-0/

/** Parses JSON so that writing it again gives the same numbers; `undefined` for what is not JSON. */
export function exactJson(text: string): { value: unknown } | undefined {
  try {
    return { value: risky.test(text) ? exact.parse(text, keepSource) : JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** The value as JSON; `undefined` where it is nested deeper than can be written. */
export function textOfJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

/** The text of a number, raw or not; `undefined` for anything else. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return exact.isRawJSON(value) ? value.rawJSON : undefined
}

/** The text of a number as something that is written as exactly that. */
export function rawNumber(text: string): unknown {
  return String(Number(text)) === text ? Number(text) : exact.rawJSON(text)
}

function keepSource(_key: string, value: unknown, { source }: { source?: string }): unknown {
  return typeof value === 'number' && source !== undefined ? rawNumber(source) : value
}
