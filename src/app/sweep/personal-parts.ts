import { coversPath, type Path } from '../../core/treatment/path.ts'
import { readTreatment } from '../../core/treatment/read-treatment.ts'
import type { PersonaSettings, WhenItem, WrittenTreatment } from '../../core/treatment/settings.ts'
import type { Treatment } from '../../core/treatment/treatment.ts'
import { readJsonPath } from '../../transform/json/rule-tree.ts'

/** A part of a value that a persona stands in for. */
export interface PersonalPart {
  /** Where it is in the value; empty for the value itself. */
  path: Path
  identity: string
  attribute: string
}

/** The parts of a value that a treatment replaces by something of a persona. */
export function personalParts(treatment: Treatment): PersonalPart[] {
  const { strategy, settings, onInvalid } = treatment
  const within = (written: WrittenTreatment): PersonalPart[] => personalParts(readTreatment(written, onInvalid))
  if (strategy === 'persona') return [{ path: [], ...(settings as PersonaSettings) }]
  if (strategy === 'when')
    return (settings as WhenItem[]).flatMap((item) => within('else' in item ? item.else : item.then))
  if (strategy === 'each') return below([{ kind: 'elements' }], within(settings as WrittenTreatment))
  if (strategy !== 'json') return []
  return Object.entries(settings as Record<string, WrittenTreatment>).flatMap(([path, written]) =>
    below(readJsonPath(path) ?? [], within(written)),
  )
}

function below(path: Path, parts: readonly PersonalPart[]): PersonalPart[] {
  return parts.map((part) => ({ ...part, path: [...path, ...part.path] }))
}

/** The texts in a value that the parts stand for, each with its part, in the value's order. */
export function* textsOfParts(
  value: unknown,
  parts: readonly PersonalPart[],
  path: Path = [],
): Generator<[part: PersonalPart, text: string]> {
  if (value === null || value === undefined) return
  if (Array.isArray(value)) {
    for (const element of value) yield* textsOfParts(element, parts, [...path, { kind: 'elements' }])
  } else if (typeof value === 'object') {
    for (const [name, inner] of Object.entries(value))
      yield* textsOfParts(inner, parts, [...path, { kind: 'key', name }])
  } else {
    const part = parts.find((one) => one.path.length === path.length && coversPath(one.path, path))
    if (part !== undefined) yield [part, String(value)]
  }
}
