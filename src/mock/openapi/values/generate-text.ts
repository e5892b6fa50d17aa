import type { JsonObject } from '../../../core/json.ts'
import type { Random } from '../../../core/random.ts'
import { patternText } from './pattern-text.ts'
import { textForName, word } from './text-for-name.ts'
import { formats } from './text-formats.ts'

const tries = 40

/** A text that fits a schema: of its format, by its pattern, or one that the property's name suggests; within its lengths. */
export function generateText(schema: JsonObject, name: string, random: Random): string {
  const least = typeof schema.minLength === 'number' ? schema.minLength : 0
  const most = typeof schema.maxLength === 'number' ? schema.maxLength : Number.POSITIVE_INFINITY
  const fits = (text: string): boolean => [...text].length >= least && [...text].length <= most
  if (typeof schema.pattern === 'string') {
    const { pattern } = schema
    const drawn = firstThat(fits, () => patternText(pattern, random))
    if (drawn !== undefined) return drawn
  }
  const make = formats[String(schema.format ?? '')]
  if (make !== undefined) {
    const drawn = firstThat(fits, () => make(random))
    if (drawn !== undefined) return drawn
  }
  return fitted(textForName(name, random), least, most, random)
}

function firstThat(fits: (text: string) => boolean, draw: () => string): string | undefined {
  for (let count = 0; count < tries; count++) {
    const text = draw()
    if (fits(text)) return text
  }
  return undefined
}

function fitted(text: string, least: number, most: number, random: Random): string {
  let longer = text
  while ([...longer].length < least) longer += ` ${word(random)}`
  const characters = [...longer]
  const end = Math.min(most, characters.length)
  const cut = characters.slice(0, end).join('')
  return cut.trim().length >= least ? cut.trim() : cut
}
