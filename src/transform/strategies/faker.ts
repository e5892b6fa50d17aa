import { nearest } from '../../core/nearest.ts'
import { appendText, byteSink } from '../../core/rows/byte-sink.ts'
import type { ColumnType } from '../../core/rows/column-type.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import type { FakerSettings } from '../../core/treatment/settings.ts'
import { localeTable } from '../faker/locale-table.ts'
import { keyedFaker, loadedLocale, loadLocale } from '../faker/locales.ts'
import { type Provider, providerAt, providerPaths, refusalOf } from '../faker/providers.ts'
import { asColumnValue } from '../forms/column-value.ts'
import { keyedDraw } from '../forms/keyed-draw.ts'
import { valueTransform } from '../forms/text-form.ts'
import type { BuildContext, StrategyDefinition } from '../strategy.ts'

/** A value that Faker makes up, the same for the same value (or identity) under the same key. */
export const fakerProvider: StrategyDefinition = {
  keepsUnique: () => false,
  fits: ['text', 'uuid', 'integer', 'float', 'decimal', 'boolean', 'date', 'timestamp'],
  load: (settings) => loadLocale(read(settings).locale ?? 'en'),
  check(settings, context) {
    const { provider, locale = 'en', identity } = read(settings)
    const faker = loadedLocale(locale)
    if (faker === undefined) return [`Faker has no locale "${locale}"${meant(locale, Object.keys(localeTable))}`]
    const refusal = refusalOf(provider)
    if (refusal !== undefined) return [`${provider} is not used: ${refusal}`]
    if (providerAt(faker, provider) === undefined)
      return [`Faker has no provider "${provider}"${meant(provider, providerPaths(faker))}`]
    if (identity !== undefined && context.identity(identity) === undefined)
      return [`the identity "${identity}" does not stand in the rows of this table`]
    return trial(settings, context)
  },
  build(settings, context) {
    const { make, seed } = makerOf(settings, context)
    const replace = (text: string, _row: RowView): unknown => {
      seed(text)
      for (let attempt = 0; attempt < 4; attempt++) {
        const made = fitted(context.column, make())
        if (made !== undefined && String(made) !== text) return made
      }
      return undefined
    }
    return valueTransform(context, replace, 'Faker made nothing else that fits')
  },
}

function read(settings: unknown): FakerSettings {
  return typeof settings === 'string' ? { provider: settings } : (settings as FakerSettings)
}

function meant(typed: string, known: readonly string[]): string {
  const near = nearest(typed, known)
  return near === undefined ? '' : `; did you mean "${near}"?`
}

interface Maker {
  make(): unknown
  seed(text: string): void
}

function makerOf(settings: unknown, context: BuildContext): Maker {
  const { provider, locale = 'en', args = [], identity: name } = read(settings)
  const draw = keyedDraw(context.keyed, `faker/${provider}`)
  const faker = loadedLocale(locale)
  const call: Provider | undefined = faker && providerAt(keyedFaker(faker, draw), provider)
  if (call === undefined) throw new TypeError(`Faker's ${provider} has not been loaded`)
  const identity = name === undefined ? undefined : context.identity(name)
  const words = new Uint8Array(identity?.words.buffer ?? new ArrayBuffer(16), identity?.words.byteOffset ?? 0, 16)
  const input = byteSink(256)
  return {
    make: () => call(...args),
    seed(text) {
      if (identity?.present === true) {
        draw.seed(words, 0, 16)
        return
      }
      input.length = 0
      appendText(input, text)
      draw.seed(input.bytes, 0, input.length)
    },
  }
}

/** What one call gives has to fit the column; text may be cut. */
function trial(settings: unknown, context: BuildContext): string[] {
  const { make, seed } = makerOf(settings, context)
  const { provider } = read(settings)
  seed('trial')
  try {
    return fitted(context.column, make()) === undefined
      ? [`what ${provider} makes does not fit ${context.column.name}`]
      : []
  } catch {
    return [`${provider} cannot be called with these arguments`]
  }
}

function fitted(column: ColumnType, made: unknown): unknown {
  if (column.kind === 'text' && typeof made === 'string')
    return asColumnValue(column, [...made].slice(0, column.maxLength ?? made.length).join(''))
  if (column.kind === 'decimal' && typeof made === 'number')
    return asColumnValue(column, made.toFixed(Math.min(column.scale ?? 2, 20)))
  return asColumnValue(column, made)
}
