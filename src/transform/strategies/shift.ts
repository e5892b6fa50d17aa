import { parseDuration } from '../../core/duration.ts'
import type { ShiftSettings } from '../../core/treatment/settings.ts'
import { keyedDraw } from '../forms/keyed-draw.ts'
import { secondsOfDay } from '../forms/moment.ts'
import { momentTransform } from '../forms/moment-form.ts'
import type { BuildContext, RowIdentity, StrategyDefinition } from '../strategy.ts'

/** Dates move by one offset per identity, so that what lies between them stays the same. */
export const shift: StrategyDefinition = {
  keepsUnique: () => false,
  fits: ['date', 'timestamp', 'text'],
  check(settings, context) {
    const { within, identity, precision = 'days' } = settings as ShiftSettings
    const sentences: string[] = []
    const steps = stepsOf(settings as ShiftSettings)
    if (steps === undefined) sentences.push(`"${within}" is not a duration, such as 30d`)
    else if (steps < 1) sentences.push(`within has to be at least one ${precision === 'days' ? 'day' : 'second'}`)
    else if (steps > 1_000_000_000) sentences.push('within is longer than 1,000,000,000 steps')
    if (precision === 'seconds' && context.column.kind === 'date')
      sentences.push('a date has no seconds: leave `precision: days`')
    if (identity !== undefined && context.identity(identity) === undefined)
      sentences.push(`the identity "${identity}" does not stand in the rows of this table`)
    if (identity === undefined && context.identities.length > 1)
      sentences.push(`several identities stand in the row, say which: ${context.identities.join(', ')}`)
    return sentences
  },
  build(settings, context) {
    const { precision = 'days' } = settings as ShiftSettings
    const offset = offsetOf(settings as ShiftSettings, context)
    return momentTransform(context, (moment) => {
      if (precision === 'days') {
        moment.days += offset()
        return
      }
      const seconds = moment.days * secondsOfDay + moment.seconds + offset()
      moment.days = Math.floor(seconds / secondsOfDay)
      moment.seconds = seconds - moment.days * secondsOfDay
    })
  },
}

/** How many days or seconds the longest way has. */
function stepsOf({ within, precision = 'days' }: ShiftSettings): number | undefined {
  const duration = parseDuration(within)
  return duration === undefined
    ? undefined
    : Math.floor(duration / (precision === 'days' ? secondsOfDay * 1_000 : 1_000))
}

/** The offset of the row's identity: never 0. It depends on the identity and on `within` alone, not on the column. */
function offsetOf(settings: ShiftSettings, context: BuildContext): () => number {
  const steps = stepsOf(settings) ?? 1
  const draw = keyedDraw(context.keyed, `shift/${steps}`)
  const name = settings.identity ?? (context.identities.length === 1 ? context.identities[0] : undefined)
  const identity: RowIdentity | undefined = name === undefined ? undefined : context.identity(name)
  const words = new Uint8Array(identity?.words.buffer ?? new ArrayBuffer(16), identity?.words.byteOffset ?? 0, 16)
  return () => {
    draw.seed(words, 0, identity?.present === true ? 16 : 0)
    const step = Math.floor(draw.fraction() * steps * 2)
    return step < steps ? step - steps : step - steps + 1
  }
}
