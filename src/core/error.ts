import type { Place } from './place.ts'

/** What kind of failure ends the command; each kind has its exit code. */
export type FailureKind = 'finding' | 'usage' | 'environment' | 'inconclusive' | 'interrupted'

export const exitCodes = {
  passed: 0,
  finding: 1,
  usage: 2,
  environment: 3,
  inconclusive: 4,
  bug: 70,
  interrupted: 130,
} as const

/** One thing that is wrong. It names places (`shop.customer.email`), never values of people or secrets. */
export interface Problem {
  /** Dotted and stable, `scenario.unknown-key`, for machines. */
  code: string
  /** One sentence: what was wrong, and what was expected. */
  message: string
  place?: Place
  /** One sentence: what to do about it. */
  remedy?: string
}

/**
 * The one error of everything that is foreseen. Whatever else is thrown is a bug of standin and keeps its stack.
 * Several problems that were found together are reported together.
 */
export class StandinError extends Error {
  readonly kind: FailureKind
  readonly problems: readonly [Problem, ...Problem[]]

  constructor(kind: FailureKind, problems: Problem | readonly Problem[], options?: { cause?: unknown }) {
    const list = Array.isArray(problems) ? problems : [problems as Problem]
    super(list.map((problem) => problem.message).join('\n'), options)
    this.name = 'StandinError'
    this.kind = kind
    this.problems = list as unknown as [Problem, ...Problem[]]
  }

  get code(): string {
    return this.problems[0].code
  }
}

export function usageError(problems: Problem | readonly Problem[]): StandinError {
  return new StandinError('usage', problems)
}

export function environmentError(problem: Problem, cause?: unknown): StandinError {
  return new StandinError('environment', problem, { cause })
}

/** Throws when the signal has been aborted, so that nothing new is started. */
export function refuseWhenAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new StandinError('interrupted', { code: 'interrupted', message: 'interrupted' })
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof AggregateError) return thrown.errors.map(messageOf).join('; ')
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** The `code` that Node and the drivers put on their errors (`ENOSPC`, `23505`), where there is one. */
export function codeOf(thrown: unknown): string | number | undefined {
  const code = (thrown as { code?: unknown } | null)?.code
  return typeof code === 'string' || typeof code === 'number' ? code : undefined
}

/** What Node says of a socket whose other side is gone or cannot be reached. */
const socketCode = /^(ECONN(RESET|REFUSED|ABORTED)|EPIPE|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN)|ENOTFOUND|EAI_AGAIN)$/

/** Whether this is Node's own error of a socket; a driver may pass it on as it is. */
export function isSocketError(thrown: unknown): boolean {
  return socketCode.test(String(codeOf(thrown)))
}
