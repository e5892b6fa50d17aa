import type { Content } from './detail.ts'
import { isJsonObject, type Json } from './json.ts'
import { hidden, isSensitive, maskedText } from './masked-text.ts'

const largest = 16_384
const longestText = 8_192
const longestLookedAt = 65_536
const largestParsed = 2_000_000
const deepest = 40
const mostLearnt = 1_000

/** Keys whose values are hidden wherever else they turn up, since they are names, numbers or secrets of their own. */
const learnt =
  /password|secret|token|access.?key|api.?key|session.?id|first.?name|last.?name|full.?name|card.?name|contact.?name|customer.?name|recipient|street|phone|mobile|iban/i
const notOne = /type|kind|count|state|status|format|expires/i

/** Makes things fit to be shown: masks them, hides the secrets that it knows, and bounds their size. */
export interface Concealment {
  /** Hides this text, too, from now on. */
  know(secret: string): void
  /** Any length. What has been learnt from `content` before is hidden, too. */
  text(value: string): string
  /** At most about 16 KB; lists and texts are cut, and say so. `key` is what the value stands under. */
  content(value: unknown, key?: string): Content
  /** A body as it came over the wire: JSON is read, so that it is masked by its keys. */
  body(text: string): Content
}

/** Knows these secrets, wherever in a text they turn up, and learns more from what it masks. */
export function concealment(secrets: Iterable<string> = []): Concealment {
  const known: string[] = []
  const know = (secret: string): void => {
    known.push(secret)
    // One that is part of another must not leave the rest of it.
    known.sort((a, b) => b.length - a.length)
  }
  for (const secret of secrets) know(secret)
  const seen = new Map<string, RegExp>()

  const text = (value: string): string => {
    let shown = maskedText(value)
    for (const secret of known) if (shown.includes(secret)) shown = shown.replaceAll(secret, hidden)
    for (const [secret, pattern] of seen) if (shown.includes(secret)) shown = shown.replace(pattern, hidden)
    return shown
  }

  const learn = (key: string, value: unknown): void => {
    if (typeof value !== 'string' || value.length < 4 || value.length > 200 || seen.size >= mostLearnt) return
    if (seen.has(value) || !learnt.test(key) || notOne.test(key) || value === hidden) return
    seen.set(value, wholeWords(value))
  }

  const content = (value: unknown, key?: string): Content => {
    const room = { left: largest, cut: false }
    const shown = key !== undefined && hides(key, value) ? hide(key, value) : bounded(value, room, 0)
    return { value: shown, ...(room.cut && { truncated: true }) }
  }

  const hide = (key: string, value: unknown): Json => {
    learn(key, value)
    return hidden
  }

  const bounded = (value: unknown, room: Room, depth: number): Json => {
    if (value === null || value === undefined) return take(null, 4, room)
    if (typeof value === 'string') return boundedText(value, room)
    if (typeof value === 'number') return take(Number.isFinite(value) ? value : String(value), 8, room)
    if (typeof value === 'boolean') return take(value, 5, room)
    if (value instanceof Date) return take(Number.isNaN(value.getTime()) ? null : value.toISOString(), 24, room)
    if (value instanceof Uint8Array) return take(`${value.length} bytes`, 12, room)
    if (depth >= deepest) return omitted('…', room)
    if (Array.isArray(value)) return boundedList(value, room, depth)
    return isJsonObject(value) ? boundedObject(value, room, depth) : boundedText(String(value), room)
  }

  const boundedText = (value: string, room: Room): Json => {
    const shown = text(value.length > longestLookedAt ? value.slice(0, longestLookedAt) : value)
    const most = Math.max(0, Math.min(longestText, room.left))
    room.left -= Math.min(shown.length, most) + 2
    if (shown.length <= most && value.length <= longestLookedAt) return shown
    room.cut = true
    return `${shown.slice(0, most)}… (${value.length} characters)`
  }

  const boundedList = (list: readonly unknown[], room: Room, depth: number): Json => {
    const shown: Json[] = []
    for (const item of list) {
      if (room.left <= 0) {
        shown.push(omitted(`… ${list.length - shown.length} more`, room))
        break
      }
      shown.push(bounded(item, room, depth + 1))
    }
    return shown
  }

  const boundedObject = (object: Record<string, unknown>, room: Room, depth: number): Json => {
    const shown: [string, Json][] = []
    for (const [key, value] of Object.entries(object)) {
      if (room.left <= 0) {
        shown.push(['…', omitted(`${Object.keys(object).length - shown.length} more`, room)])
        break
      }
      room.left -= key.length + 4
      shown.push([
        text(key.slice(0, longestText)),
        hides(key, value) ? hide(key, value) : bounded(value, room, depth + 1),
      ])
    }
    return Object.fromEntries(shown)
  }

  return { know, text, content, body: (value) => content(parsed(value)) }
}

interface Room {
  /** Characters that may still be shown. */
  left: number
  cut: boolean
}

function take(value: Json, size: number, room: Room): Json {
  room.left -= size
  return value
}

function omitted(note: string, room: Room): string {
  room.cut = true
  return note
}

function hides(key: string, value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== 'boolean' && isSensitive(key)
}

/** JSON as its value, everything else as the text that it is. */
function parsed(text: string): unknown {
  if (text === '') return null
  if (text.length > largestParsed || !/^\s{0,64}[[{"]/.test(text)) return maskedColumns(text)
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** A table in text form whose first line names its columns (CSV) loses the cells of the columns that are sensitive. */
function maskedColumns(text: string): string {
  const [head = '', ...lines] = text.slice(0, longestLookedAt).split('\n')
  const delimiter = [';', '\t', ',', '|'].find((sign) => head.includes(sign))
  if (lines.length === 0 || delimiter === undefined || head.length > 2_000) return text
  const columns = head.split(delimiter).map((name) => isSensitive(name.replace(/["\r]/g, '').trim()))
  if (!columns.includes(true)) return text
  const rows = lines.map((line) =>
    line
      .split(delimiter)
      .map((cell, index) => (columns[index] && cell.trim() !== '' ? hidden : cell))
      .join(delimiter),
  )
  return [head, ...rows].join('\n')
}

/** The text where it does not stand within a longer word. */
function wholeWords(text: string): RegExp {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu')
}
