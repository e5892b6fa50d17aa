import { isJsonObject, type Json } from '../../core/json.ts'
import type { KeyedFunction } from '../../core/keyed/keyed-function.ts'
import { fieldKind, type StandInKind } from './field-kinds.ts'
import { openLooseText } from './loose-text.ts'
import { openStandIns } from './stand-ins.ts'

/** Which properties are treated otherwise than their names say. */
export interface FieldRules {
  /** Not by their name; their text is looked at all the same. */
  keep: readonly string[]
  /** Replaced whatever they hold. */
  mask: readonly string[]
}

/**
 * Replaces what is personal or secret in values that have no schema. The same value has the same stand-in wherever it is,
 * under the same key. Whatever is to be masked has to be learnt before, so that a name in a text is known by the field that
 * it stands in elsewhere.
 */
export interface LooseMasking {
  learn(name: string, value: Json, within?: string): void
  /** What stands under a name. */
  value(name: string, value: Json, within?: string): Json
  text(text: string): string
  /** Whether the name alone says that its value is to be replaced. */
  isPersonal(name: string): boolean
  secret(text: string): string
}

const deepest = 60

/** Loads the lists that stand-ins are made of. */
export async function looseMasking(keyed: KeyedFunction, { keep, mask }: FieldRules): Promise<LooseMasking> {
  const standIn = await openStandIns(keyed.derive('loose values'))
  const loose = await openLooseText(standIn)
  const [kept, masked] = [keep, mask].map((names) => new Set(names.map(plain)))

  const kindOf = (name: string, within: string): StandInKind | undefined => {
    if (kept?.has(plain(name))) return undefined
    return masked?.has(plain(name)) ? 'shape' : fieldKind(name, within)
  }

  const learn = (name: string, value: Json, within = '', depth = 0): void => {
    if (depth > deepest) return
    if (Array.isArray(value)) for (const item of value) learn(name, item, within, depth + 1)
    else if (isJsonObject(value)) for (const [key, inner] of Object.entries(value)) learn(key, inner, name, depth + 1)
    else if (typeof value === 'string') {
      const kind = kindOf(name, within)
      if (kind !== undefined) loose.learn(kind, value)
    }
  }

  const replaced = (name: string, value: Json, within = '', depth = 0): Json => {
    // What lies deeper is not looked at, and so not let through.
    if (depth > deepest) return null
    if (Array.isArray(value)) return value.map((item) => replaced(name, item, within, depth + 1))
    if (isJsonObject(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [loose.text(key), replaced(key, inner, name, depth + 1)]),
      )
    }
    const kind = kindOf(name, within)
    if (typeof value === 'number' && kind !== undefined) return Number(standIn('shape', String(Math.abs(value))))
    if (typeof value !== 'string') return value
    return kind === undefined ? loose.text(value) : standIn(kind, value)
  }

  return {
    learn,
    value: replaced,
    text: loose.text,
    isPersonal: (name) => kindOf(name, '') !== undefined,
    secret: (text) => standIn('token', text),
  }
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}
