import { environmentError, messageOf, StandinError } from '../../core/error.ts'

/** Runs what talks to the broker. Once the broker is lost, everything fails with the same error. */
export interface KafkaGuard {
  run<T>(operation: () => Promise<T>): Promise<T>
  /** Throws when the broker is lost. */
  check(): void
  fail(thrown: unknown): StandinError
  readonly lost: StandinError | undefined
}

/** `onLost` is told once. */
export function kafkaGuard(address: string, onLost: (lost: StandinError) => void): KafkaGuard {
  let lost: StandinError | undefined
  const fail = (thrown: unknown): StandinError => {
    if (thrown instanceof StandinError) return thrown
    if (lost === undefined) {
      lost = brokerLost(address, thrown)
      onLost(lost)
    }
    return lost
  }
  return {
    get lost() {
      return lost
    },
    check() {
      if (lost !== undefined) throw lost
    },
    fail,
    async run(operation) {
      if (lost !== undefined) throw lost
      try {
        return await operation()
      } catch (thrown) {
        throw fail(thrown)
      }
    },
  }
}

function brokerLost(address: string, thrown: unknown): StandinError {
  return environmentError(
    {
      code: 'log.unreachable',
      message: `the message broker at ${address} cannot be used: ${innermost(thrown)}`,
      remedy: 'Check that the broker runs, and that address, TLS, user and password are right.',
    },
    thrown,
  )
}

/** What began it: the client wraps errors in errors of what it was doing. */
function innermost(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return innermost(thrown.errors[0])
  if (thrown instanceof Error && thrown.cause !== undefined) return innermost(thrown.cause)
  return messageOf(thrown)
}
