import { usageError } from '../../core/error.ts'
import type { FaultEffect } from '../../core/fault-effect.ts'
import { suggestion } from '../../core/nearest.ts'
import { parseDelay } from './parse-delay.ts'

/** A fault as the command line has it: `status:503@5%`. */
export interface MockFault {
  /** As it was typed. */
  text: string
  effect: FaultEffect
  /** From 0 to 1. */
  probability: number
}

type Refuse = (reason: string) => never

/** What stands behind the colon, by the kind of the fault; docs/reference/faults.md says what each does. */
const kinds: Readonly<Record<string, (setting: string | undefined, refuse: Refuse, flag: string) => FaultEffect>> = {
  status: statusEffect,
  error: statusEffect,
  latency: latencyEffect,
  slow: latencyEffect,
  down: (setting, refuse) => (setting === undefined ? { kind: 'down' } : refuse('it takes nothing behind the kind')),
  reset: (setting, refuse) => (setting === undefined ? { kind: 'reset' } : refuse('it takes nothing behind the kind')),
  truncate(setting, refuse) {
    if (setting === undefined) return { kind: 'truncate' }
    return /^\d{1,9}$/.test(setting)
      ? { kind: 'truncate', bytes: Number(setting) }
      : refuse('expected a number of bytes')
  },
  malform(setting = 'json', refuse) {
    return isOneOf(setting, ['json', 'html', 'bytes'])
      ? { kind: 'malform', as: setting }
      : refuse('expected json, html or bytes behind the colon')
  },
  lostAck(setting = 'cut', refuse) {
    return isOneOf(setting, ['cut', '504'])
      ? { kind: 'lostAck', as: setting }
      : refuse('expected cut or 504 behind the colon')
  },
}

/** Throws the usage error `mock.fault`, or `mock.latency` for the length of a delay. */
export function parseFault(text: string, flag = '--fault'): MockFault {
  const refuse: Refuse = (reason) => {
    throw usageError({
      code: 'mock.fault',
      message: `${flag} ${text}: ${reason}`,
      remedy:
        'Expected KIND, KIND:SETTING or either with @PERCENT% behind it, such as status:503@5%, reset@1% or latency:200ms.',
    })
  }
  const [, what = '', percent] = /^(.*?)(?:@(.*))?$/s.exec(text) ?? []
  const [, kind = '', setting] = /^([^:]*)(?::(.*))?$/s.exec(what) ?? []
  const read = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  if (read === undefined) return refuse(`there is no fault "${kind}"; ${suggestion(kind, Object.keys(kinds))}`)
  return { text, effect: read(setting, refuse, `${flag} ${kind}:`), probability: probabilityOf(percent, refuse) }
}

function statusEffect(setting: string | undefined, refuse: Refuse): FaultEffect {
  const status = Number(setting)
  if (!/^[45]\d\d$/.test(setting ?? '')) return refuse('expected a status from 400 to 599 behind the colon')
  return { kind: 'status', status, headers: {}, body: { status, detail: 'a fault answers in place of the API' } }
}

function latencyEffect(setting: string | undefined, refuse: Refuse, flag: string): FaultEffect {
  return { kind: 'latency', delay: parseDelay(setting ?? refuse('expected a length of time behind the colon'), flag) }
}

function probabilityOf(percent: string | undefined, refuse: Refuse): number {
  if (percent === undefined) return 1
  const [, figure] = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(percent) ?? []
  const share = Number(figure) / 100
  return share > 0 && share <= 1 ? share : refuse('expected a share above 0% and up to 100% behind the @')
}

function isOneOf<T extends string>(text: string, words: readonly T[]): text is T {
  return (words as readonly string[]).includes(text)
}
