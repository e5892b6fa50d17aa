import type { Place } from '../../core/place.ts'
import type { YamlScalar } from '../../yaml/yaml-document.ts'

/** The source of an expression, and where each character of it stands in the file. */
export interface ExpressionText {
  source: string
  place: Place
  placeAt(index: number): Place
}

/** A part of a scalar's text. */
export function textWithin(scalar: YamlScalar, start: number, end: number): ExpressionText {
  const source = String(scalar.value).slice(start, end)
  const indentation = source.length - source.trimStart().length
  return {
    source,
    place: scalar.placeAt(start + indentation),
    placeAt: (index) => scalar.placeAt(start + Math.min(index, source.length)),
  }
}

/** A scalar that is an expression as a whole; `${{ … }}` around it does no harm. */
export function wholeText(scalar: YamlScalar): ExpressionText {
  const text = String(scalar.value ?? '')
  const wrapped = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(text)
  if (wrapped?.[1] === undefined || wrapped[1].includes('${{')) return textWithin(scalar, 0, text.length)
  const start = text.indexOf('${{') + 3
  return textWithin(scalar, start, start + wrapped[1].length)
}
