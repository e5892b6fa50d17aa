import type { PersonaSettings, WrittenTreatment } from './settings.ts'
import type { OnInvalid, Treatment } from './treatment.ts'

/** The name of every strategy but `persona`, which is written as the name of an identity. */
export const strategyNames = [
  'keep',
  'null',
  'constant',
  'redact',
  'mask',
  'token',
  'permute',
  'faker',
  'shift',
  'noise',
  'generalize',
  'shuffle',
  'template',
  'json',
  'each',
  'fields',
  'scrub',
  'when',
  'function',
] as const

const names: ReadonlySet<string> = new Set(strategyNames)

/**
 * What a written treatment says. `onInvalid` is what counts where it says nothing itself. Throws a TypeError for what
 * `treatmentObjection` objects to.
 */
export function readTreatment(written: WrittenTreatment, onInvalid: OnInvalid): Treatment {
  const objection = treatmentObjection(written)
  if (objection !== undefined) throw new TypeError(`the treatment ${objection}`)
  if (typeof written === 'string') return { strategy: written, settings: {}, onInvalid }
  const [[key, settings] = ['', undefined]] = Object.entries(written).filter(([name]) => name !== 'onInvalid')
  const own = written.onInvalid ?? onInvalid
  if (names.has(key)) return { strategy: key, settings, onInvalid: own }
  const persona: PersonaSettings = { identity: key, attribute: String(settings) }
  return { strategy: 'persona', settings: persona, onInvalid: own }
}

/** Why something is not a treatment, to follow "the treatment"; `undefined` when it is one, whatever its settings. */
export function treatmentObjection(written: unknown): string | undefined {
  if (typeof written === 'string') {
    if (['keep', 'null', 'redact', 'token', 'permute', 'shuffle', 'scrub'].includes(written)) return undefined
    return names.has(written) ? `"${written}" needs settings` : 'is not the name of a strategy'
  }
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    return 'has to be a word or a map with one strategy'
  const keys = Object.keys(written).filter((key) => key !== 'onInvalid')
  if (keys.length === 0) return 'names no strategy'
  if (keys.length > 1) return `names several strategies: ${keys.join(', ')}`
  const [key = ''] = keys
  const settings = (written as Record<string, unknown>)[key]
  if (!names.has(key) && typeof settings !== 'string') return `"${key}" has to name an attribute of a persona`
  return undefined
}
