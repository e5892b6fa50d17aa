import type { StepGate } from '../../app/run-options.ts'
import { usageError } from '../../core/error.ts'
import { formatPlace } from '../../core/place.ts'
import type { CliIo } from '../io.ts'

const question = '  [Enter] go on, [l]ook at what it can read, [r]un to the end, [q]uit: '

/**
 * Asks before each step, one step at a time. Throws `cli.step` where nobody can be asked, so that nothing waits for an
 * answer in CI.
 */
export function stepGate({ ask, err }: CliIo): StepGate {
  if (ask === undefined) {
    throw usageError({
      code: 'cli.step',
      message: '--step asks before each step, which needs a terminal',
      remedy: 'Leave it out where nobody can answer.',
    })
  }
  let free = false
  let last: Promise<unknown> = Promise.resolve()

  const decide: StepGate = async ({ path, verb, place }, scope, signal) => {
    if (free || signal.aborted) return 'go on'
    err.write(
      `\n▸ ${path.join(' / ')} (${verb})  ${formatPlace(place)}\n${place.text === undefined ? '' : `  ${place.text.trim()}\n`}`,
    )
    for (;;) {
      const answer = (await ask(question, signal))?.trim().toLowerCase()
      if (answer === undefined || answer === 'q') return 'quit'
      if (answer === 'l') err.write(`${JSON.stringify(scope(), null, 2)}\n`)
      else if (answer === 'r') free = true
      if (answer === '' || answer === 'r') return 'go on'
    }
  }

  return (step, scope, signal) => {
    const turn = last.then(() => decide(step, scope, signal))
    last = turn.catch(() => undefined)
    return turn
  }
}
