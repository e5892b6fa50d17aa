import type { RunEvent } from '../core/events.ts'

const mostShown = 20

/** How many operations of a contract were used, and which were not. */
export function coverageLines(event: Extract<RunEvent, { type: 'contract.coverage' }>): string[] {
  const { system, contract, operations, unused } = event
  const used = operations - unused.length
  const head = `contract ${contract} of ${system}: ${used} of ${operations} operations used`
  const shown = unused.slice(0, mostShown).map((operation) => `  not used: ${operation}`)
  return unused.length > mostShown ? [head, ...shown, `  … and ${unused.length - mostShown} more`] : [head, ...shown]
}
