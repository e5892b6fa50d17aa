import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'

/** A price as it is written in bulk, or that it is gone. */
export interface PriceLine {
  productNumber: string
  customerNumber: string | null
  currency: string
  quantityStart: number
  /** `null` deletes it. */
  price: string | null
  validFrom: string | null
  validTo: string | null
}

/** What is wrong with one line; the others are written all the same. */
export interface LineError {
  /** From 1. */
  line: number
  detail: string
}

const fields = new Set([
  'productNumber',
  'customerNumber',
  'currency',
  'quantityStart',
  'price',
  'validFrom',
  'validTo',
  'deleted',
])
const longest = 255

/** Some of the lines of a text. */
export interface Lines {
  /** The number of the first one, from 1. */
  first: number
  lines: readonly string[]
}

const linesPerPart = 4_000

/** The lines of a text, some at a time. */
export function* linesInParts(text: string): Generator<Lines> {
  const lines = text.split('\n')
  for (let start = 0; start < lines.length; start += linesPerPart)
    yield { first: start + 1, lines: lines.slice(start, start + linesPerPart) }
}

/** Reads line after line; where the same price stands in several, the last one counts. Empty lines are passed over. */
export function readPriceLines({ first, lines }: Lines): {
  prices: { line: number; price: PriceLine }[]
  errors: LineError[]
} {
  const prices = new Map<string, { line: number; price: PriceLine }>()
  const errors: LineError[] = []
  const instantOf = instants()
  for (const [index, source] of lines.entries()) {
    const line = first + index
    if (source.trim() === '') continue
    try {
      const price = priceOf(objectIn(source), instantOf)
      const { productNumber, customerNumber, currency, quantityStart, validFrom } = price
      const key = `${productNumber}\0${customerNumber ?? ''}\0${currency}${quantityStart} ${instantOf(validFrom) ?? ''}`
      prices.set(key, { line, price })
    } catch (thrown) {
      if (!(thrown instanceof BadLine)) throw thrown
      errors.push({ line, detail: thrown.message })
    }
  }
  return { prices: [...prices.values()], errors }
}

class BadLine extends Error {}

function objectIn(source: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch {
    throw new BadLine('the line is not valid JSON')
  }
  if (!isJsonObject(value)) throw new BadLine('the line must be a JSON object')
  return value as JsonObject
}

function priceOf(entry: JsonObject, instantOf: InstantOf): PriceLine {
  for (const name in entry) if (!fields.has(name)) throw new BadLine('the line has a field that prices do not have')
  const { customerNumber = null, quantityStart = 1, price = null, validFrom = null, validTo = null, deleted } = entry
  if (deleted !== undefined && deleted !== true) throw new BadLine('deleted is true, or left out')
  if (deleted === true ? price !== null : typeof price !== 'string' || !/^\d{1,12}\.\d{2}$/.test(price))
    throw new BadLine('price must be a decimal text such as "12.30", and left out of what is deleted')
  if (typeof entry.currency !== 'string' || !/^[A-Z]{3}$/.test(entry.currency))
    throw new BadLine('currency must be three capital letters')
  if (typeof quantityStart !== 'number' || !Number.isInteger(quantityStart) || quantityStart < 1 || quantityStart > 1e9)
    throw new BadLine('quantityStart must be a whole number from 1')
  const from = momentIn(validFrom, 'validFrom', instantOf)
  const to = momentIn(validTo, 'validTo', instantOf)
  if (from !== undefined && to !== undefined && to <= from) throw new BadLine('validTo must be behind validFrom')
  return {
    productNumber: textIn(entry.productNumber, 'productNumber'),
    customerNumber: customerNumber === null ? null : textIn(customerNumber, 'customerNumber'),
    currency: entry.currency,
    quantityStart,
    price: price as string | null,
    validFrom: validFrom as string | null,
    validTo: validTo as string | null,
  }
}

/** A text that the database takes: well formed, and without NUL. */
function textIn(value: Json | undefined, name: string): string {
  const fits = typeof value === 'string' && value !== '' && value.length <= longest
  if (!fits || !value.isWellFormed() || value.includes('\0'))
    throw new BadLine(`${name} must be a text of 1 to ${longest} characters`)
  return value
}

function momentIn(value: Json, name: string, instantOf: InstantOf): number | undefined {
  if (value === null) return undefined
  const instant = typeof value === 'string' ? instantOf(value) : undefined
  if (instant === undefined) throw new BadLine(`${name} must be a time such as "2026-07-01T00:00:00Z"`)
  return instant
}

/** The instant of a time in UTC that the calendar has. */
type InstantOf = (text: string | null) => number | undefined

/** Few times occur in many lines. */
function instants(): InstantOf {
  const known = new Map<string, number | undefined>()
  return (text) => {
    if (text === null) return undefined
    if (!known.has(text)) known.set(text, instantIn(text))
    return known.get(text)
  }
}

function instantIn(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined
  const instant = Date.parse(text)
  return !Number.isNaN(instant) && new Date(instant).toISOString() === text.replace('Z', '.000Z') ? instant : undefined
}
