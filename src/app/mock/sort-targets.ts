import { type Problem, usageError } from '../../core/error.ts'
import { suggestion } from '../../core/nearest.ts'
import { mirroredSystems } from '../../landscape/systems.ts'

export interface MockTargets {
  mirrors: readonly string[]
  documents: readonly string[]
}

/** Tells the names of mirrors from the paths of documents. Throws usage errors for what is neither, all at once. */
export function sortTargets(targets: readonly string[]): MockTargets {
  const known = Object.keys(mirroredSystems)
  if (targets.length === 0) return { mirrors: known, documents: [] }
  const unique = [...new Set(targets)]
  const isDocument = (target: string): boolean => /\.(ya?ml|json)$/i.test(target) || /[\\/]/.test(target)
  const mirrors = unique.filter((target) => known.includes(target))
  const documents = unique.filter((target) => !known.includes(target) && isDocument(target))
  const problems = unique
    .filter((target) => !known.includes(target) && !isDocument(target))
    .map(
      (target): Problem => ({
        code: 'mock.unknown',
        message: `there is no mirror "${target}"; ${suggestion(target, known)}`,
        remedy: 'The path of an OpenAPI document ends in .yaml, .yml or .json.',
      }),
    )
  if (problems.length > 0) throw usageError(problems)
  return { mirrors, documents }
}
