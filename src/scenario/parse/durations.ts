import { type Milliseconds, parseDuration } from '../../core/duration.ts'
import { childOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import type { Polling } from '../model.ts'
import { type Reading, report } from './reading.ts'
import type { StepVerb } from './step-verb.ts'

const day: Milliseconds = 86_400_000
const longestWait = day
const longestAdvance = 3_650 * day
const usualTimeout: Milliseconds = 30_000
/** Of steps with others in them, each of which has a limit of its own, and of the landscape's time, however busy it is. */
const longTimeout: Milliseconds = 600_000
const longVerbs: ReadonlySet<StepVerb> = new Set(['advance', 'parallel', 'include', 'repeat', 'during'])
const usualPeriod: Milliseconds = 5_000

/** A length of time above zero. What is no length of time at all has been told by the schema. */
function durationOf(
  node: YamlNode | undefined,
  limit: { longest: Milliseconds; words: string },
  reading: Reading,
): Milliseconds | undefined {
  const duration = parseDuration(textOf(node) ?? '')
  if (node === undefined || duration === undefined) return undefined
  if (duration > 0 && duration <= limit.longest) return duration
  const message = duration > 0 ? `expected at most ${limit.words}` : 'expected a length of time above zero'
  report(reading, 'duration', message, node.place)
  return undefined
}

/** Wall time after which a step fails. */
export function timeoutOf(step: YamlNode, verb: StepVerb, reading: Reading): Milliseconds {
  const usual = longVerbs.has(verb) ? longTimeout : usualTimeout
  return durationOf(childOf(step, 'timeout'), { longest: longestWait, words: '1d' }, reading) ?? usual
}

/** How far a step moves the clock. */
export function advanceOf(step: YamlNode, reading: Reading): Milliseconds {
  return durationOf(childOf(step, 'advance'), { longest: longestAdvance, words: '3650d' }, reading) ?? 0
}

/** A length of the landscape's time; 5s when nothing is said. */
export function lengthOf(node: YamlNode | undefined, reading: Reading): Milliseconds {
  return durationOf(node, { longest: longestAdvance, words: '3650d' }, reading) ?? usualPeriod
}

/** `every` is 5s when nothing is said, and never longer than `within`, so that there is a second try. */
export function pollingOf(step: YamlNode, reading: Reading): Polling | undefined {
  const eventually = childOf(step, 'eventually')
  if (eventually === undefined) return undefined
  const limit = { longest: longestAdvance, words: '3650d' }
  const within = durationOf(childOf(eventually, 'within'), limit, reading) ?? usualPeriod
  const every = durationOf(childOf(eventually, 'every'), limit, reading) ?? usualPeriod
  return { within, every: Math.min(every, within) }
}
