import { parseDuration } from '../../core/duration.ts'
import { usageError } from '../../core/error.ts'
import { type Delay, longestDelay } from '../../core/fault-effect.ts'

const forms = '50ms, uniform:20ms-200ms, normal:80ms,20ms (mean, deviation) or lognormal:80ms,0.5 (median, sigma)'

/** Reads a length of time or a distribution as the command line has it. Throws the usage error `mock.latency`. */
export function parseDelay(text: string, flag: string): Delay {
  const refuse = (reason: string): never => {
    throw usageError({ code: 'mock.latency', message: `${flag} ${text}: ${reason}`, remedy: `Expected ${forms}.` })
  }
  const duration = (part: string | undefined): number => {
    const parsed = parseDuration(part?.trim() ?? '')
    if (parsed === undefined) return refuse(`"${part ?? ''}" is no length of time`)
    if (parsed > longestDelay) return refuse(`no answer is held back for longer than ${longestDelay / 1_000}s`)
    return parsed
  }
  const [, kind = '', rest = ''] = /^([a-z]+):(.*)$/.exec(text) ?? []
  if (kind === '') return { kind: 'fixed', delay: duration(text) }
  const [first, second, more] = rest.split(kind === 'uniform' ? '-' : ',')
  if (second === undefined || more !== undefined) return refuse('two figures are expected behind the colon')
  if (kind === 'uniform') {
    const [from, to] = [duration(first), duration(second)]
    return from <= to ? { kind, from, to } : refuse('it ends before it begins')
  }
  if (kind === 'normal') return { kind, mean: duration(first), deviation: duration(second) }
  if (kind !== 'lognormal') return refuse(`there is no distribution "${kind}"`)
  const sigma = Number(second)
  const isSigma = second.trim() !== '' && sigma >= 0 && sigma <= 5
  return isSigma ? { kind, median: duration(first), sigma } : refuse(`sigma is a number from 0 to 5`)
}
