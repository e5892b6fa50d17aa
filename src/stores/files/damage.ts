import { type Problem, StandinError } from '../../core/error.ts'

/** What is wrong with one file of a snapshot. */
export function damageOf(path: string, what: string): Problem {
  return {
    code: 'snapshot.damaged',
    message: `the snapshot is damaged: ${path}: ${what}`,
    remedy: 'Copy the snapshot again from where it was made, or make it anew.',
  }
}

export function damaged(path: string, what: string, cause?: unknown): StandinError {
  return new StandinError('usage', damageOf(path, what), { cause })
}
